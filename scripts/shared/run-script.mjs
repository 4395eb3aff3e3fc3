import { sentenceOf } from './sentence-of.mjs';

/**
 * Runs a script. What it returns is the exit code. An error that the user can do
 * something about is printed as one sentence, any other with its stack.
 *
 * @param {() => Promise<number | void>} main
 * @example await runScript(async () => 0);
 */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(sentenceOf(error) ?? error);
    process.exitCode = 1;
  }
}
