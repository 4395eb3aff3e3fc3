import { expectation } from '../../src/lib/errors';
import { parseArguments } from '../shared/parse-arguments';
import { readNumber } from '../shared/read-number';

/** How `npm run torture` is used. */
export const USAGE = `npm run torture -- [--minutes 30] [--seed 1] [--only a,b] [--cases n] [--case n] [--write]

Attacks the project: kills whatever writes, damages every kind of file that is read, fills the disk, starts things twice.
Ends with a table and, for each fault, the command that shows it again; the inputs of faults are kept in out/torture.

  --minutes  how long, 0.1 to 1440; every attack gets its share
  --seed     0 to 2147483647: another seed, other mutants and moments
  --only     some attacks, by their names or the beginnings of them: kills, mutants:csv
  --cases    so many cases of each attack, however long that takes
  --case     this case of one attack, as the report names it
  --write    puts the table into docs/reliability.md`;

/** What the command line asks for. */
export interface TortureOptions {
  help: boolean;
  minutes: number;
  seed: number;
  /** Beginnings of names; none is all. */
  only: readonly string[];
  /** The number of cases of each attack; undefined is as many as there is time for. */
  cases?: number;
  /** The one case to do. */
  single?: number;
  write: boolean;
}

/**
 * Reads the arguments of `npm run torture`.
 *
 * @throws ExpectationError that names the argument which is out of range
 * @example readOptions(['--only', 'mutants:csv', '--seed', '7', '--case', '123']).single; // 123
 */
export function readOptions(args: readonly string[]): TortureOptions {
  const string = { type: 'string' } as const;
  const { values } = parseArguments(
    {
      args: [...args],
      options: {
        ...{ minutes: string, seed: string, only: string, cases: string, case: string },
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    },
    'npm run torture',
  );
  const integer = (name: 'seed' | 'cases' | 'case', from: number) =>
    readNumber(values[name], { name: `--${name}`, from, to: 2 ** 31 - 1, whole: true });
  const only = values.only?.split(',').filter(Boolean) ?? [];
  const single = integer('case', 0);
  if (single !== undefined && only.length !== 1)
    throw expectation('--only', {
      expectation: 'the one attack that --case is of',
      found: values.only ?? 'nothing',
      advice: 'Take both from the report.',
    });
  return {
    help: values.help,
    minutes: readNumber(values.minutes, { name: '--minutes', from: 0.1, to: 1440 }) ?? 30,
    seed: integer('seed', 0) ?? 1,
    ...{ only, single, cases: integer('cases', 1), write: values.write },
  };
}
