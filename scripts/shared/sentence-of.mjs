import { FILE_CODES } from '../../src/lib/files/file-codes.cjs';

/** Errors whose message needs no stack. */
const EXPLAINED = ['ScriptError', 'SetupError', 'SiteError', 'NotebookError', 'ExpectationError'];

/**
 * An error as one sentence; undefined for one that needs its stack.
 *
 * @param {unknown} error
 * @returns {string | undefined}
 * @example console.error(sentenceOf(error) ?? error);
 */
export function sentenceOf(error) {
  if (!(error instanceof Error)) return undefined;
  if (EXPLAINED.includes(error.name)) return error.message;
  /** @type {NodeJS.ErrnoException & { dest?: string }} */
  const { code = '', path, dest, message } = error;
  if (!(code in FILE_CODES) || path === undefined) return undefined;
  const [found, advice] = FILE_CODES[code];
  return `Expected ${dest ?? path} to be written or read but found ${code === 'ENOENT' ? 'nothing there' : found} (${message}). ${advice}`;
}
