import { FILE_CODES } from '../src/lib/file-codes.cjs';
import { endWithNpm } from './processes/end-with-npm.mjs';

/** Errors that say all there is to say in their message. */
const EXPLAINED = ['ScriptError', 'SetupError', 'SiteError', 'NotebookError', 'ExpectationError'];

/**
 * Runs a script, which ends when npm does, and makes what it returns the exit code. An error that the user can do
 * something about shows as its one sentence, any other whole.
 *
 * @param {() => Promise<number | void>} main
 * @example await runScript(async () => 0);
 */
export async function runScript(main) {
  endWithNpm();
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(sentenceOf(error) ?? error);
    process.exitCode = 1;
  }
}

/** An error in one sentence; undefined for one that only its stack explains. */
export function sentenceOf(error) {
  if (EXPLAINED.includes(error?.name)) return error.message;
  const { code, path, dest, message } = error ?? {};
  if (!(code in FILE_CODES) || path === undefined) return undefined;
  const [found, advice] = FILE_CODES[code];
  return `Expected ${dest ?? path} to be written or read but found ${code === 'ENOENT' ? 'nothing there' : found} (${message}). ${advice}`;
}
