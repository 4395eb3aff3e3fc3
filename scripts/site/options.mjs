import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../shared/environment.mjs';

/** What `npm run site --` takes. */
export const USAGE = `npm run site -- [--to folder] [--run]

--to folder  where the site goes (site)
--run        runs the notebooks first, as \`npm start\` does`;

/**
 * Reads the command line.
 *
 * @param {string[]} args without node and the script
 * @param {string} [from] the folder that a relative one starts from: where the user stood when typing
 * @throws for what it does not know
 * @returns {{ to: string, run: boolean, help: boolean }} to: absolute
 * @example parseOptions(['--to', '../pages', '--run'])
 */
export function parseOptions(args, from = process.env.INIT_CWD ?? process.cwd()) {
  const { values } = parseArgs({
    args,
    options: {
      to: { type: 'string' },
      run: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { to, run, help } = values;
  if (to === '') throw new Error('Expected --to to be a folder but found nothing.');
  return { to: to === undefined ? path.join(projectRoot, 'site') : path.resolve(from, to), run, help };
}
