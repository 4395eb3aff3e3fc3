import { expectation } from '../../src/lib/errors';

/**
 * An argument that is a number.
 *
 * @param options.name the argument's, for the error: `--seed`
 * @param options.whole whether it has to be an integer
 * @returns undefined where the argument was not given
 * @throws ExpectationError that names the argument, the limits and what was found
 * @example readNumber(values.seed, { name: '--seed', from: 0, to: 100, whole: true }) ?? 1
 */
export function readNumber(
  text: string | undefined,
  { name, from, to, whole = false }: { name: string; from: number; to: number; whole?: boolean },
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  throw expectation(name, {
    expectation: `${whole ? 'a whole number' : 'a number'} from ${from} to ${to}`,
    found: text,
  });
}
