import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeJson } from '../write-json.mjs';

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

    /** @returns {RunRecord | undefined} undefined when no run has come to its end there */
    read: () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined),
  };
}
