import path from 'node:path';
import { projectRoot } from './environment.mjs';
import { readJson } from './read-json.mjs';
import { ScriptError } from './script-error.mjs';

/**
 * What a command that compares has written: `out/<name>.json`, with its rows.
 *
 * @param {string} name the command's, after `npm run`
 * @returns {{ rows: object[] }}
 * @throws {ScriptError} that names the file and the command that writes it
 * @example const { machine, rows } = readResults('bench');
 */
export function readResults(name) {
  const file = path.join(projectRoot, 'out', `${name}.json`);
  const command = `\`npm run ${name}\``;
  const found = readJson(file, {
    what: `what ${command} has written`,
    advice: `Run ${command}.`,
    check: (value) => (Array.isArray(value?.rows) ? undefined : 'no list of rows'),
  });
  if (found === undefined)
    throw new ScriptError(`Expected ${file} to be there but found nothing. Run ${command}.`);
  return found;
}
