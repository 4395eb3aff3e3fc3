import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  list,
  number,
  object,
  optional,
  readJsonSync,
  schema,
  text,
  writeJson,
  type ValueOf,
} from '../../src/lib/json';

/** A row of the table of settings. */
const SETTING = object({
  setting: text(),
  value: schema<string | number>('a text or a number', (value) =>
    ['string', 'number'].includes(typeof value),
  ),
  variable: text(),
});

/** A name and its value. */
const RESULT = schema<[name: string, value: string]>(
  'a name and a value',
  (value) => Array.isArray(value) && value.length === 2 && value.every((cell) => typeof cell === 'string'),
);

const RUN_RECORD = object({
  /** When the run ended, in ISO 8601. */
  ended: schema<string>('a date', (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value))),
  /** The kind of images: `FER-2013` or `drawn faces`. */
  data: text(),
  /** The settings in words. */
  sentence: text(),
  /** What the run has reached, in a few sentences. */
  headline: optional(list(text())),
  settings: list(SETTING),
  results: list(RESULT),
  /** Those that ran to the end, in order. */
  notebooks: list(object({ stem: text(), milliseconds: number() })),
  /** The notebook that failed, if one did. */
  stopped: optional(text()),
});

type Checked = ValueOf<typeof RUN_RECORD>;

/** What a call of `npm start` did, as it is kept in out/run.json. */
export type RunRecord = Omit<Checked, 'stopped' | 'headline'> &
  Partial<Pick<Checked, 'stopped' | 'headline'>>;

/**
 * The record of the last run in a folder: it exists from the end of one run to the beginning of the
 * next.
 *
 * @param out the folder that `npm start` writes to
 * @example const record = runRecord('out').read();
 */
export function runRecord(out: string) {
  const file = path.join(out, 'run.json');
  return {
    /** Forgets the last run, because its notebooks are about to be replaced. */
    remove: () => rmSync(file, { force: true }),

    /** @throws ExpectationError that names the file and why it can't be written */
    write: (record: RunRecord): Promise<void> => writeJson(file, record),

    /**
     * @returns undefined when no run has finished there
     * @throws ExpectationError that names the field of the file that no run would write
     */
    read: (): RunRecord | undefined =>
      existsSync(file)
        ? readJsonSync(file, RUN_RECORD, {
            what: 'the record of a run',
            advice: 'Delete it, then run `npm start`.',
          })
        : undefined,
  };
}
