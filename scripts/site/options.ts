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
}

/**
 * Reads the arguments of `npm run site`.
 *
 * @throws what names the argument that does not exist or can't be
 * @example parseOptions(['--to', '../pages', '--run'])
 */
export function parseOptions(args: string[]): SiteOptions {
  const options = { to: { type: 'string' }, run: { type: 'boolean', default: false } } as const;
  const { to, run } = parseArguments({ args, options }, 'npm run site').values;
  if (to === '') throw expectation('--to', { expectation: 'a folder', found: 'nothing' });
  return { to: to === undefined ? path.join(projectRoot, 'site') : fromUser(to), run };
}
