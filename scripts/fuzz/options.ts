import { parseArguments } from '../shared/read-options.mjs';
import { readNumber } from '../shared/read-number';

/** The parsed command line. */
export interface FuzzOptions {
  networks: number;
  seed: number;
  /** The single network to try. */
  single?: number;
}

/**
 * Reads the arguments of `npm run fuzz`.
 *
 * @throws an error naming the argument that does not exist or is out of range
 * @example parseOptions(['--seed', '7', '--case', '123']).single; // 123
 */
export function parseOptions(args: readonly string[]): FuzzOptions {
  const string = { type: 'string' } as const;
  const { values } = parseArguments(
    {
      args: [...args],
      options: {
        ...{ networks: string, seed: string, case: string },
      },
    },
    'npm run fuzz',
  );
  const whole = (name: 'networks' | 'seed' | 'case', [from, to]: readonly [number, number]) =>
    readNumber(values[name], { name: `--${name}`, from, to, whole: true });
  const greatest = 2 ** 31 - 1;
  return {
    networks: whole('networks', [1, 1_000_000]) ?? 200,
    seed: whole('seed', [0, greatest]) ?? 1,
    single: whole('case', [0, greatest]),
  };
}
