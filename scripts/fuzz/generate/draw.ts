import { createRandom } from '../../../src/lib/random';
import type { Config, Expression, Value } from '../plan';

/** An expression for a program. */
export const code = (text: string): Expression => ({ code: text });

/** Seeded random choices. */
export class Draw {
  private readonly random;

  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  /** True with probability `share`. */
  chance(share: number): boolean {
    return this.random.next() < share;
  }

  /** A random integer from one number to the other, both included. */
  between(least: number, greatest: number): number {
    return least + this.random.integer(greatest - least + 1);
  }

  /** A random element. */
  pick<T>(from: readonly T[]): T {
    return from[this.random.integer(from.length)];
  }

  /** A random element, with probability proportional to its weight. */
  weighted<T>(from: readonly (readonly [number, T])[]): T {
    let left = this.random.next() * from.reduce((sum, [weight]) => sum + weight, 0);
    return from.find(([weight]) => (left -= weight) < 0)?.[1] ?? from[from.length - 1][1];
  }

  /** Options, each included with its probability. */
  options(of: Readonly<Record<string, readonly [share: number, make: () => Value]>>): Config {
    return Object.fromEntries(
      Object.entries(of).flatMap(([key, [share, make]]) => (this.chance(share) ? [[key, make()]] : [])),
    );
  }
}
