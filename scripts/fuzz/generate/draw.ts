import { createRandom } from '../../../src/lib/random';
import type { Config, Expression, Value } from '../plan';

/** An expression of a program. */
export const code = (text: string): Expression => ({ code: text });

/** Choices from a seeded stream. */
export class Draw {
  private readonly random;

  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  /** Whether something that happens in `share` of all cases happens. */
  chance(share: number): boolean {
    return this.random.next() < share;
  }

  /** A whole number from one to the other, both included. */
  between(least: number, greatest: number): number {
    return least + this.random.integer(greatest - least + 1);
  }

  /** One of them. */
  pick<T>(from: readonly T[]): T {
    return from[this.random.integer(from.length)];
  }

  /** One of them, each as likely as its weight says. */
  weighted<T>(from: readonly (readonly [number, T])[]): T {
    let left = this.random.next() * from.reduce((sum, [weight]) => sum + weight, 0);
    return from.find(([weight]) => (left -= weight) < 0)?.[1] ?? from[from.length - 1][1];
  }

  /** Options of which each is there in its share of cases. */
  options(of: Readonly<Record<string, readonly [share: number, make: () => Value]>>): Config {
    return Object.fromEntries(
      Object.entries(of).flatMap(([key, [share, make]]) => (this.chance(share) ? [[key, make()]] : [])),
    );
  }
}
