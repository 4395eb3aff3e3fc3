import path from 'node:path';
import { expectation, ExpectationError } from '../errors';
import { FILE_CODES } from './file-codes.cjs';

/**
 * Converts an error from writing a file to an `ExpectationError` that names the file, what was
 * found and what to do. Its `cause` is the original error, and its `code` is the same (`ENOSPC`).
 * Other errors are returned unchanged.
 *
 * @param file
 * @param options
 * @param options.error what was thrown
 * @param options.what what the path should be, in words that follow "to be"
 * @example catch (error) { throw writeError(file, { error }); }
 */
export function writeError(
  file: string,
  { error, what = 'a file that can be written' }: { error: unknown; what?: string },
): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  // Node's own codes (ERR_…) are programming errors.
  if (typeof code !== 'string' || (code.startsWith('ERR_') && !(code in FILE_CODES)) || isExplained(error))
    return error;
  const [found, advice] = FILE_CODES[code] ?? [message, undefined];
  const place = code === 'ENOENT' ? `: ${path.dirname(file)}` : '';
  return Object.assign(
    expectation(file, { expectation: what, found: `${found}${place} (${code})`, advice, cause: error }),
    { code },
  );
}

const isExplained = (error: unknown) => error instanceof ExpectationError;
