import { rmSync } from 'node:fs';
import path from 'node:path';
import { readJson } from './read-json.mjs';
import { writeJson } from './write-json.mjs';

/**
 * What a call of `npm start` has done, as out/run.json says it.
 *
 * @typedef {object} RunRecord
 * @property {string} ended when, as ISO 8601 writes it
 * @property {string} data the kind of the images: `FER-2013` or `drawn faces`
 * @property {string} sentence the settings in words
 * @property {{ setting: string, value: string | number, variable: string }[]} settings
 * @property {[string, string][]} results what was reached: name and value
 * @property {{ stem: string, milliseconds: number }[]} notebooks those that ran to their end, in their order
 * @property {string} [stopped] the notebook that did not
 */

/**
 * The record that the last run left in its folder: there from a run's end to the beginning of the next.
 *
 * @param {string} out the run's folder
 * @example const record = runRecord('out').read();
 */
export function runRecord(out) {
  const file = path.join(out, 'run.json');
  return {
    /** Forgets the last run, since its notebooks are being replaced. */
    remove: () => rmSync(file, { force: true }),

    /** @param {RunRecord} record */
    write: (record) => writeJson(file, record),

    /**
     * @returns {RunRecord | undefined} undefined when no run has come to its end there
     * @throws {import('./script-error.mjs').ScriptError} when the file is not what a run has written
     */
    read: () =>
      readJson(file, { what: 'the record of a run', advice: 'Delete it, then run `npm start`.', check }),
  };
}

const isText = (value) => typeof value === 'string';
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf = (value, is) => Array.isArray(value) && value.every(is);

/** Each field of a {@link RunRecord}: whether a value can be it. */
const FIELDS = {
  ended: (value) => isText(value) && !Number.isNaN(Date.parse(value)),
  data: isText,
  sentence: isText,
  settings: (value) =>
    isListOf(
      value,
      (row) =>
        isObject(row) &&
        isText(row.setting) &&
        isText(row.variable) &&
        ['string', 'number'].includes(typeof row.value),
    ),
  results: (value) => isListOf(value, (row) => isListOf(row, isText) && row.length === 2),
  notebooks: (value) =>
    isListOf(value, (row) => isObject(row) && isText(row.stem) && Number.isFinite(row.milliseconds)),
  stopped: (value) => value === undefined || isText(value),
};

function check(value) {
  if (!isObject(value)) return 'JSON that is no object';
  const wrong = Object.keys(FIELDS).find((name) => !FIELDS[name](value[name]));
  return wrong && `${JSON.stringify(value[wrong])?.slice(0, 100) ?? 'nothing'} as its ${wrong}`;
}
