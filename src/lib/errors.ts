import { inspect } from 'node:util';

/** What was wrong with an input: {@link expectation} builds one. */
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
}

/**
 * The error for an input that is not as it must be: `Expected <what> to be <expectation> but found <found>.`,
 * followed by the advice.
 *
 * @param what the file (and row), setting or argument, named so that the reader finds it
 * @example throw expectation('EPOCHS', { expectation: 'an integer from 1 to 1000', found: '-1' });
 */
export function expectation(what: string, { expectation, found, advice }: Mismatch): ExpectationError {
  const shown = typeof found === 'string' ? found : inspect(found);
  return new ExpectationError(
    `Expected ${what} to be ${expectation} but found ${shown}.${advice ? ` ${advice}` : ''}`,
  );
}
