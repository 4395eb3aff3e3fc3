import { readNumber } from '../shared/read-number';
import { parseArguments } from '../shared/read-options.mjs';
import { GROUPS, type Group, PHOTOGRAPH_CONTENDERS } from './contenders';

/**
 * What can be compared: the models on FER-2013's test images, by its own labels and by FER+'s
 * votes, and everybody on whole photographs.
 */
export const PARTS = ['images', 'votes', 'photographs'] as const;

export type Part = (typeof PARTS)[number];

/** What the command line asks for. */
export interface CompareOptions {
  only: readonly Group[];
  parts: readonly Part[];
  /** Whether the votes were asked for; otherwise they are left out where there are none. */
  needsVotes: boolean;
  /** Photographs of each size. */
  photographs: number;
  write: boolean;
}

/**
 * Reads the command line.
 *
 * @param args without node and the script
 * @throws for an unknown option, contender or part
 * @example parseOptions(['--only', 'run,fer'])
 */
export function parseOptions(args: string[]): CompareOptions {
  const options = {
    only: { type: 'string', default: GROUPS.join(',') },
    parts: { type: 'string' },
    photographs: { type: 'string' },
    write: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArguments({ args, options }, 'npm run compare');
  const only = someOf(GROUPS, { name: '--only', asked: values.only });
  const parts = someOf(PARTS, { name: '--parts', asked: values.parts ?? PARTS.join(',') });
  const needsVotes = values.parts !== undefined && parts.includes('votes');
  const looking = PHOTOGRAPH_CONTENDERS.map(({ group }) => group);
  if (parts.every((part) => part === 'photographs') && !looking.some((group) => only.includes(group)))
    throw new Error(
      `Expected --only to name somebody who looks at photographs but found ${values.only}. They are ${[...new Set(looking)].join(', ')}.`,
    );
  const limits = { from: 5, to: 1000, whole: true };
  const photographs = readNumber(values.photographs, { name: '--photographs', ...limits }) ?? 60;
  if (values.write && only.length < GROUPS.length)
    throw new Error('Expected --write without --only but found both: the docs show everybody.');
  return { only, parts, needsVotes, photographs, write: values.write };
}

/** The names that a list with commas asks for, in their own order. */
function someOf<Name extends string>(
  names: readonly Name[],
  { name, asked }: { name: string; asked: string },
): Name[] {
  const wanted = asked.split(',').filter(Boolean);
  const found = names.filter((known) => wanted.includes(known));
  if (wanted.length > 0 && wanted.every((one) => found.some((known) => known === one))) return found;
  throw new Error(`Expected ${name} to be some of ${names.join(', ')} but found ${asked || 'nothing'}.`);
}
