import { FILE_CODES } from '../../src/lib/files/file-codes.cjs';

/** Errors that say all there is to say in their message. */
const EXPLAINED = ['ScriptError', 'SetupError', 'SiteError', 'NotebookError', 'ExpectationError'];

/**
 * An error in one sentence; undefined for one that only its stack explains.
 *
 * @example console.error(sentenceOf(error) ?? error);
 */
export function sentenceOf(error) {
  if (EXPLAINED.includes(error?.name)) return error.message;
  const { code, path, dest, message } = error ?? {};
  if (!(code in FILE_CODES) || path === undefined) return undefined;
  const [found, advice] = FILE_CODES[code];
  return `Expected ${dest ?? path} to be written or read but found ${code === 'ENOENT' ? 'nothing there' : found} (${message}). ${advice}`;
}
