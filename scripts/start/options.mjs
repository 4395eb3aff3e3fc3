import { parseArgs } from 'node:util';

/** What `npm start --` takes. */
export const USAGE = `npm start -- [--fresh]

Runs the seven notebooks in order; their pages go to out/.

--fresh  trains from the beginning instead of resuming`;

/**
 * Reads the command line.
 *
 * @param {string[]} args without node and the script
 * @returns {{ fresh: boolean, help: boolean }}
 * @throws for what it does not know
 * @example parseOptions(['--fresh'])
 */
export function parseOptions(args) {
  const options = {
    fresh: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  };
  return parseArgs({ args, options }).values;
}
