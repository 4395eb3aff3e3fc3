/** What a check says of an answer: whether it is right, and why, or what to look at. */
export interface Verdict {
  readonly isRight: boolean;
  /** A sentence or two. */
  readonly comment: string;
}

/**
 * A right answer, and what to make of it.
 *
 * @example right('Only the seed and the folder differ.');
 */
export const right = (comment: string): Verdict => ({ isRight: true, comment });

/**
 * An answer that is not right yet, and a hint.
 *
 * @example wrong('There is one more.');
 */
export const wrong = (comment: string): Verdict => ({ isRight: false, comment });

/**
 * Whether two lists hold the same values, in any order.
 *
 * @example isSameSet([1, 2], [2, 1]); // true
 */
export const isSameSet = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((value) => b.includes(value));

/**
 * Whether two numbers differ by no more than rounding to three digits does.
 *
 * @example isClose(0.6667, 2 / 3); // true
 */
export const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-3 * Math.max(1, Math.abs(b));
