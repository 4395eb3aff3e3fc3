import { endWithNpm } from './processes/end-with-npm.mjs';
import { sentenceOf } from './sentence-of.mjs';

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
