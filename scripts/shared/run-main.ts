import { inspect } from 'node:util';
import { ExpectationError } from '../../src/lib/errors';

/**
 * Runs a program on the process's arguments and makes what it returns the exit code. An error that the user can do
 * something about shows as its one sentence, any other whole.
 *
 * @example runMain(async (args) => (args.length ? 0 : 1));
 */
export function runMain(main: (args: string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error instanceof ExpectationError ? error.message : inspect(error));
      process.exitCode = 1;
    },
  );
}
