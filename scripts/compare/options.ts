import { parseArgs } from 'node:util';
import { GROUPS, type Group } from './contenders';

/** What `npm run compare --` takes. */
export const USAGE = `npm run compare -- [--only a,b] [--write]

--only a,b  compares only some of ${GROUPS.join(', ')}; without the last two it needs no network
--write     writes the comparison into docs/results.md

FER2013 says where FER-2013 is; RUN_SIZE, ARCHITECTURE, EPOCHS, BATCH_SIZE, SEED and RUNS, which run is compared.`;

/** What the command line asks for. */
export interface CompareOptions {
  only: readonly Group[];
  write: boolean;
  help: boolean;
}

/**
 * Reads the command line.
 *
 * @param args without node and the script
 * @throws for an unknown option or contender
 * @example parseOptions(['--only', 'run,fer'])
 */
export function parseOptions(args: string[]): CompareOptions {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: GROUPS.join(',') },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const names = values.only.split(',').filter(Boolean);
  const only = GROUPS.filter((group) => names.includes(group));
  if (names.length === 0 || !names.every((name) => only.some((group) => group === name)))
    throw new Error(
      `Expected --only to be some of ${GROUPS.join(', ')} but found ${values.only || 'nothing'}.`,
    );
  if (values.write && only.length < GROUPS.length)
    throw new Error('Expected --write without --only but found both: the docs show everybody.');
  return { only, write: values.write, help: values.help };
}
