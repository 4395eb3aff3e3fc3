import { readFileSync, statSync } from 'node:fs';
import { FILE_CODES } from '../../src/lib/files/file-codes.cjs';
import { ScriptError } from './script-error.mjs';

/** More than any file of the scripts has: an executed notebook with figures is a few. */
const LARGEST = 256 * 2 ** 20;

/**
 * What {@link readJson} expects and says.
 *
 * @typedef {object} JsonOptions
 * @property {string} what what the file should be, as it follows "to be"
 * @property {string} [advice] what to do about a file that is something else, a whole sentence
 * @property {(value: any) => string | undefined} [check] what is wrong with the value, as it follows "but found"
 */

/**
 * Reads a JSON file.
 *
 * @param {string} file
 * @param {JsonOptions} options
 * @returns {any} undefined where there is no such file
 * @throws {ScriptError} that names the file, what was found and what to do
 * @example const run = readJson('out/run.json', { what: 'the record of a run', advice: 'Run `npm start`.' });
 */
export function readJson(file, options) {
  const fail = failing(file, options);
  let text;
  try {
    const stats = statSync(file);
    // A named pipe would be waited for.
    if (!stats.isFile()) fail(stats.isDirectory() ? 'a folder' : 'something that is no file');
    if (stats.size > LARGEST) fail(`${stats.size.toLocaleString('en')} bytes`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof ScriptError) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    const isDenied = error.code === 'EACCES' || error.code === 'EPERM';
    fail(isDenied ? 'a file that may not be read' : (FILE_CODES[error.code]?.[0] ?? error.message), error);
  }
  return parseJson(text, { file, ...options });
}

/**
 * A text as JSON: see {@link readJson}.
 *
 * @param {string} text
 * @param {JsonOptions & { file: string }} options
 * @throws {ScriptError} that names the file, what was found and what to do
 */
export function parseJson(text, { file, check = () => undefined, ...options }) {
  const fail = failing(file, options);
  if (text.trim() === '') fail('an empty file');
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    fail(`no JSON (${error.message})`, error);
  }
  const fault = check(value);
  if (fault !== undefined) fail(fault);
  return value;
}

function failing(file, { what, advice = '' }) {
  return (found, cause) => {
    throw new ScriptError(`Expected ${file} to be ${what} but found ${found}. ${advice}`.trim(), { cause });
  };
}
