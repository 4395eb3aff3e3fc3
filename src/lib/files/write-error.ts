import path from 'node:path';
import { expectation, ExpectationError } from '../errors';
import { FILE_CODES } from './file-codes.cjs';

/**
 * What writing a file failed with, as an `ExpectationError` that names the file, what was found and what to do. Its
 * `cause` is the file system's own error, its `code` that error's (`ENOSPC`). Any other error stays as it is.
 *
 * @param options
 * @param options.what what the path should be, as it follows "to be"
 * @example catch (error) { throw writeError(file, { error }); }
 */
export function writeError(
  file: string,
  { error, what = 'a file that can be written' }: { error: unknown; what?: string },
): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  // Node's own codes (ERR_…) tell of mistakes of the caller.
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
