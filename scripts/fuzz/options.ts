import { parseArguments } from '../shared/parse-arguments';
import { readNumber } from '../shared/read-number';

/** How `npm run fuzz` is used. */
export const USAGE = `npm run fuzz -- [--networks 200] [--seed 1] [--case n]

Makes random small networks, trains, evaluates and predicts with each in stock tfjs-node and by useFastTraining(), and compares
losses, metrics, gradients, weights, predictions and the number of tensors. A network in which they differ is made as small as
it can be and printed as a program that runs by itself.

  --networks  how many, 1 to 1000000
  --seed      0 to 2147483647: another seed, other networks
  --case      this network alone, as the report names it`;

/** What the command line asks for. */
export interface FuzzOptions {
  help: boolean;
  networks: number;
  seed: number;
  /** The one network to try. */
  single?: number;
}

/**
 * Reads the arguments of `npm run fuzz`.
 *
 * @throws ExpectationError that names the argument which is out of range
 * @example readOptions(['--seed', '7', '--case', '123']).single; // 123
 */
export function readOptions(args: readonly string[]): FuzzOptions {
  const string = { type: 'string' } as const;
  const { values } = parseArguments(
    {
      args: [...args],
      options: {
        ...{ networks: string, seed: string, case: string },
        help: { type: 'boolean', short: 'h', default: false },
      },
    },
    'npm run fuzz',
  );
  const whole = (name: 'networks' | 'seed' | 'case', [from, to]: readonly [number, number]) =>
    readNumber(values[name], { name: `--${name}`, from, to, whole: true });
  const greatest = 2 ** 31 - 1;
  return {
    help: values.help,
    networks: whole('networks', [1, 1_000_000]) ?? 200,
    seed: whole('seed', [0, greatest]) ?? 1,
    single: whole('case', [0, greatest]),
  };
}
