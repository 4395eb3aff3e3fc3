import { inspect } from 'node:util';
import { ExpectationError } from '../../src/lib/errors';

/** What the terminal shows of an error: one sentence where the user can do something about it, else everything. */
export function expectationMessage(error: unknown): string {
  return error instanceof ExpectationError ? error.message : inspect(error);
}
