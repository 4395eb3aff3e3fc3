import {
  integer,
  list,
  number,
  object,
  optional,
  share,
  text,
  type ValueOf,
} from '../../../src/lib/json/index';
import { formatCount } from '../../../src/lib/format';
import { markdownTable, type MarkdownRow } from '../../../src/lib/markdown-table';
import { percent } from '../percent';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { bulletList, paragraph } from './paragraph';

const ROW = object({
  /** The run's or the model's name; of several, joined by `+`. */
  name: text(),
  /** How it was trained. */
  training: text(),
  parameters: integer({ from: 1 }),
  /** The mean cross-entropy on publicTest at the best temperature, in nats. */
  loss: number({ from: 0 }),
  publicTest: share,
  privateTest: share,
  minutes: optional(number({ from: 0 })),
});

const SCHEMA = object({
  command: text(),
  machine: MEASURED_ON,
  rows: list(ROW, { from: 1 }),
  notes: list(text()),
});

/** A trained network, or the mean of several, with its scores. */
export type TeacherRow = ValueOf<typeof ROW>;

/** The figures of the long trainings in docs/results.md. */
export type Teachers = ValueOf<typeof SCHEMA>;

export const TEACHERS = docData('teachers', SCHEMA, { command: 'npm run teachers -- … --write' });

/** Rows as those of a table. */
export const teachersTable = (rows: readonly TeacherRow[]): MarkdownRow[] =>
  rows.map(({ name, training, parameters, loss, publicTest, privateTest, minutes }) => ({
    network: name,
    training,
    parameters: formatCount(parameters),
    'loss on publicTest': loss.toFixed(4),
    'publicTest, %': percent(publicTest),
    'privateTest, %': percent(privateTest),
    minutes: minutes?.toFixed(0) ?? '',
  }));

/** When and on what they were scored, and their table. */
export const teachersText = ({ command, machine, rows, notes }: Teachers): string =>
  [
    paragraph(`Scored by \`${command}\` on ${machine.date}: ${describeMachineShortly(machine)}.`),
    markdownTable(teachersTable(rows)),
    ...(notes.length ? [bulletList(notes)] : []),
  ].join('\n\n');
