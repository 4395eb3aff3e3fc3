import { inspect } from 'node:util';
import { printable } from './printable.cjs';

/** An invalid input. Create one with `expectation()`. */
export class ExpectationError extends Error {
  override readonly name = 'ExpectationError';
}

/** The variable parts of an {@link ExpectationError}'s message. */
export interface Mismatch {
  /** What was expected, in words that follow "to be": `an integer greater than 0`. */
  expectation: string;
  /** What was found instead. Strings are shown as they are, other values as by `util.inspect`. */
  found: unknown;
  /** What the user can do about it, as a full sentence. */
  advice?: string;
  /** The underlying error, such as the file system's. */
  cause?: unknown;
}

/**
 * Maximum lengths in a message. Longer names and values, such as an image passed as a path, are
 * shortened in the middle.
 */
const LONGEST = { what: 400, found: 1000 };

/**
 * Creates an error for an invalid input: `Expected <what> to be <expectation> but found <found>.`,
 * followed by the advice. Control characters in names and values, which could affect a terminal,
 * are escaped.
 *
 * @param what the file (and row), setting or argument, in words that help the user find it
 * @param mismatch
 * @example throw expectation('EPOCHS', { expectation: 'an integer from 1 to 1000', found: '-1' });
 */
export function expectation(what: string, { expectation, found, advice, cause }: Mismatch): ExpectationError {
  // inspect() shows objects on several lines and has already escaped their strings.
  const shown = typeof found === 'string' ? printable(found, { longest: LONGEST.found }) : inspect(found);
  const name = printable(what, { longest: LONGEST.what });
  return new ExpectationError(
    `Expected ${name} to be ${printable(expectation)} but found ${shown}.${advice ? ` ${printable(advice)}` : ''}`,
    cause === undefined ? undefined : { cause },
  );
}
