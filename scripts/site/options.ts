import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { parseArguments } from '../shared/read-options.mjs';
import { fromUser } from '../shared/user-path.mjs';
import { expectation } from '../../src/lib/errors';

/** What the arguments of `npm run site` ask for. */
export interface SiteOptions {
  /** The site's folder, an absolute path. */
  to: string;
  /** Whether to run the notebooks first. */
  run: boolean;
  /** Whether the pages show the answers to the exercises. */
  answers: boolean;
  /** Whether to make slides of each notebook. */
  slides: boolean;
  /** Whether to print each page as a PDF. */
  pdf: boolean;
}

/**
 * Reads the arguments of `npm run site`.
 *
 * @throws what names the argument that does not exist or can't be
 * @example parseOptions(['--to', '../pages', '--no-answers'])
 */
export function parseOptions(args: string[]): SiteOptions {
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    to: { type: 'string' },
    run: flag,
    'no-answers': flag,
    slides: flag,
    pdf: flag,
  } as const;
  const { to, run, slides, pdf, ...others } = parseArguments({ args, options }, 'npm run site').values;
  if (to === '') throw expectation('--to', { expectation: 'a folder', found: 'nothing' });
  const folder = to === undefined ? path.join(projectRoot, 'site') : fromUser(to);
  return { to: folder, run, answers: !others['no-answers'], slides, pdf };
}
