import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './environment.mjs';
import { printable } from '../../src/lib/printable.cjs';
import { ScriptError } from './script-error.mjs';

/**
 * Node's own parser of arguments, with the project's kind of error.
 *
 * @template {import('node:util').ParseArgsConfig} Config
 * @param {Config} config
 * @param {string} command as it is typed, for the error: `npm run train`
 * @throws {ScriptError} that names the argument that does not exist
 * @example const { values } = parseArguments({ args, options: { fresh: { type: 'boolean' } } }, 'npm start');
 */
export function parseArguments(config, command) {
  try {
    return parseArgs(config);
  } catch (error) {
    // Without Node's advice, which lacks a closing quote or is a line of its own.
    const [found] = (error instanceof Error ? error.message : String(error)).split(/\. To specify|\.?\n/);
    throw new ScriptError(
      `Expected the arguments to be options of \`${command}\` but found: ${printable(found)}.`,
      { cause: error },
    );
  }
}

/**
 * Reads a program's options from its command line. If they are invalid, prints the reason and the
 * usage and exits with code 2. `--help` prints the usage and exits.
 *
 * @template Options
 * @param {(args: string[]) => Options} parse throws for invalid arguments
 * @param {string} usage
 * @returns {Options}
 * @example const { quick } = readOptions(parseOptions, usageOf('bench'));
 */
export function readOptions(parse, usage) {
  const args = process.argv.slice(2);
  if (asksForHelp(args)) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parse(args);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

/**
 * Whether a command line asks for the usage.
 *
 * @param {readonly string[]} args
 */
export function asksForHelp(args) {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

/**
 * What `--help` prints for a command: its file usage.txt, which can be read before anything is
 * installed.
 *
 * @param {string} command the name of its folder
 * @example console.log(usageOf('train'));
 */
export const usageOf = (command) =>
  readFileSync(path.join(projectRoot, 'scripts', command, 'usage.txt'), 'utf8').trimEnd();
