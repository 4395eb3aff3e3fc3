import { parseArguments } from '../shared/read-options.mjs';
import { GROUPS, type Group } from './contenders';

/** What the command line asks for. */
export interface CompareOptions {
  only: readonly Group[];
  write: boolean;
}

/**
 * Reads the command line.
 *
 * @param args without node and the script
 * @throws for an unknown option or contender
 * @example parseOptions(['--only', 'run,fer'])
 */
export function parseOptions(args: string[]): CompareOptions {
  const options = {
    only: { type: 'string', default: GROUPS.join(',') },
    write: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArguments({ args, options }, 'npm run compare');
  const names = values.only.split(',').filter(Boolean);
  const only = GROUPS.filter((group) => names.includes(group));
  if (names.length === 0 || !names.every((name) => only.some((group) => group === name)))
    throw new Error(
      `Expected --only to be some of ${GROUPS.join(', ')} but found ${values.only || 'nothing'}.`,
    );
  if (values.write && only.length < GROUPS.length)
    throw new Error('Expected --write without --only but found both: the docs show everybody.');
  return { only, write: values.write };
}
