import { expectation } from '../../src/lib/errors';
import { parseArguments } from '../shared/read-options.mjs';
import { readNumber } from '../shared/read-number';

/** The parsed command line. */
export interface TortureOptions {
  minutes: number;
  seed: number;
  /** Prefixes of names; empty means all. */
  only: readonly string[];
  /** The number of cases of each attack; undefined means as many as time allows. */
  cases?: number;
  /** The single case to run. */
  single?: number;
  write: boolean;
}

/**
 * Reads the arguments of `npm run torture`.
 *
 * @throws an error naming the argument that does not exist or is out of range
 * @example parseOptions(['--only', 'mutants:csv', '--seed', '7', '--case', '123']).single; // 123
 */
export function parseOptions(args: readonly string[]): TortureOptions {
  const string = { type: 'string' } as const;
  const { values } = parseArguments(
    {
      args: [...args],
      options: {
        ...{ minutes: string, seed: string, only: string, cases: string, case: string },
        write: { type: 'boolean', default: false },
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
      expectation: 'the attack that --case belongs to',
      found: values.only ?? 'nothing',
      advice: 'The report names both.',
    });
  return {
    minutes: readNumber(values.minutes, { name: '--minutes', from: 0.1, to: 1440 }) ?? 30,
    seed: integer('seed', 0) ?? 1,
    ...{ only, single, cases: integer('cases', 1), write: values.write },
  };
}
