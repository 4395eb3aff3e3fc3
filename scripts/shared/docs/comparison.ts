import {
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  share,
  text,
  type Schema,
  type ValueOf,
} from '../../../src/lib/json/index';
import { formatCount, formatMegabytes } from '../../../src/lib/format';
import { markdownTable } from '../../../src/lib/markdown-table';
import { busyNote, FAST_PREDICTION, fastNote, withInterval } from '../comparison-words';
import { percent } from '../percent';
import { significantFigures } from '../significant-figures';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { paragraph } from './paragraph';

const ACCURACY = object({ accuracy: share, interval: object({ low: share, high: share }) });

const MEASURED = object({
  title: text(),
  parameters: integer({ from: 1 }),
  bytes: integer({ from: 1 }),
  /** The split whose score chose the checkpoint; null where that is not known. */
  chosenOn: nullable(oneOf(['publicTest'])),
  scores: object({ all: ACCURACY, publicTest: ACCURACY, privateTest: ACCURACY }),
  /** On both tests without the images that also appear in the training set. */
  withoutDuplicates: share,
  macroF1: share,
  calibrationError: share,
  imagesPerSecond: number({ above: 0 }),
  fast: optional(FAST_PREDICTION),
});

/** Who could not be compared. */
const ABSENT = object({ title: text(), absent: text() });

type ComparedRow = ValueOf<typeof MEASURED> | ValueOf<typeof ABSENT>;

const COMPARED: Schema<ComparedRow> = {
  check: (value, place) =>
    typeof value === 'object' && value !== null && 'absent' in value
      ? ABSENT.check(value, place)
      : MEASURED.check(value, place),
};

const SCHEMA = object({
  machine: MEASURED_ON,
  batch: integer({ from: 1 }),
  images: integer({ from: 1 }),
  imagesNotInTrain: integer({ from: 1 }),
  rows: list(COMPARED),
});

/** The figures of the comparison in docs/results.md. */
export type Comparison = ValueOf<typeof SCHEMA>;

export const COMPARISON = docData('comparison', SCHEMA, { command: 'npm run compare -- --write' });

/** When and on what it was measured, and a row for each contender. */
export function comparisonText({ machine, batch, images, imagesNotInTrain, rows }: Comparison): string {
  const notes = rows.flatMap((row) => ('absent' in row ? [] : [fastNote(row)]));
  const { date, commit, cores, loadAtStart } = machine;
  const busy = loadAtStart === undefined ? undefined : busyNote({ loadAtStart, cores });
  return [
    paragraph(
      `Measured by \`npm run compare\` on ${date}${commit ? ` at commit ${commit}` : ''}: ${describeMachineShortly(machine)}; float32, batches of ${batch}. Accuracy in percent with its 95 % interval; where publicTest chose the checkpoint, privateTest is the score to quote.`,
    ),
    markdownTable(rows.map((row) => tableRow(row, { images, imagesNotInTrain }))),
    ...[...notes, busy].filter((note) => note !== undefined).map((note) => paragraph(asSentence(note))),
  ].join('\n\n');
}

const asSentence = (text: string) =>
  `${text[0].toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

function tableRow(
  row: ComparedRow,
  { images, imagesNotInTrain }: Pick<Comparison, 'images' | 'imagesNotInTrain'>,
) {
  const columns = [
    ...['parameters', 'size', 'checkpoint chosen on', `all ${formatCount(images)}`, 'publicTest'],
    ...['privateTest', `${formatCount(imagesNotInTrain)} not in train`, 'macro F1', 'calibration error'],
    'images/s',
  ];
  const cells =
    'absent' in row
      ? columns.map((_, i) => (i === columns.length - 1 ? `not compared: ${row.absent}` : ''))
      : [
          formatCount(row.parameters),
          formatMegabytes(row.bytes, 2),
          row.chosenOn ?? 'not known',
          withInterval(row.scores.all),
          withInterval(row.scores.publicTest),
          withInterval(row.scores.privateTest),
          percent(row.withoutDuplicates),
          row.macroF1.toFixed(3),
          row.calibrationError.toFixed(3),
          significantFigures(row.imagesPerSecond),
        ];
  return { system: row.title, ...Object.fromEntries(columns.map((column, i) => [column, cells[i]])) };
}
