import { parseArgs } from 'node:util';

/** Who can be asked for: a model with and without its mirror image counts as one. */
export const GROUPS = ['shipped', 'run', 'fer', 'face-api'];

/** What `npm run compare --` takes. */
export const USAGE = `npm run compare -- [--only a,b]

--only a,b  compares only some of ${GROUPS.join(', ')}; without the last two it needs no network

FER2013 says where FER-2013 is; RUN_SIZE, ARCHITECTURE, EPOCHS, BATCH_SIZE, SEED and RUNS, which run is taken.`;

/**
 * Reads the command line.
 *
 * @param {string[]} args without node and the script
 * @returns {{ only: string[], help: boolean }}
 * @throws for what it does not know
 * @example parseOptions(['--only', 'run,fer'])
 */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: GROUPS.join(',') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const only = values.only.split(',').filter(Boolean);
  if (only.length === 0 || !only.every((name) => GROUPS.includes(name)))
    throw new Error(
      `Expected --only to be some of ${GROUPS.join(', ')} but found ${values.only || 'nothing'}.`,
    );
  return { only, help: values.help };
}
