import { inspect } from 'node:util';
import { printable } from './printable.cjs';

/** What was wrong with an input: `expectation()` builds one. */
export class ExpectationError extends Error {
  override readonly name = 'ExpectationError';
}

/** The pieces of an {@link ExpectationError}'s sentence that vary. */
export interface Mismatch {
  /** What was expected, as it follows "to be": `an integer greater than 0`. */
  expectation: string;
  /** What was there instead; a string is shown as it is, any other value as `util.inspect` shows it. */
  found: unknown;
  /** What the reader can do about it, a whole sentence. */
  advice?: string;
  /** The error behind it, such as the file system's. */
  cause?: unknown;
}

/** A sentence stays readable: longer names and values, such as a picture passed as a path, are cut in the middle. */
const LONGEST = { what: 400, found: 1000 };

/**
 * The error for an input that is not as it must be: `Expected <what> to be <expectation> but found <found>.`,
 * followed by the advice. Control characters in names and values, which could steer a terminal, are shown escaped.
 *
 * @param what the file (and row), setting or argument, named so that the reader finds it
 * @example throw expectation('EPOCHS', { expectation: 'an integer from 1 to 1000', found: '-1' });
 */
export function expectation(what: string, { expectation, found, advice, cause }: Mismatch): ExpectationError {
  // What inspect() shows of an object has lines of its own, and its strings are escaped already.
  const shown = typeof found === 'string' ? printable(found, { longest: LONGEST.found }) : inspect(found);
  const name = printable(what, { longest: LONGEST.what });
  return new ExpectationError(
    `Expected ${name} to be ${printable(expectation)} but found ${shown}.${advice ? ` ${printable(advice)}` : ''}`,
    cause === undefined ? undefined : { cause },
  );
}
