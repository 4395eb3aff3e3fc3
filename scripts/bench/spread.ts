import { quantile } from '../../src/lib/quantile';

/** A contender's number: the median of its rounds, with the lowest and the highest. */
export interface Spread {
  value: number;
  low: number;
  high: number;
  rounds: readonly number[];
}

/**
 * The median of rounds, the lowest and the highest.
 *
 * @example spread([3, 1, 2]) // { value: 2, low: 1, high: 3, rounds: [3, 1, 2] }
 */
export function spread(rounds: readonly number[]): Spread {
  return { value: quantile(rounds, 0.5), low: Math.min(...rounds), high: Math.max(...rounds), rounds };
}
