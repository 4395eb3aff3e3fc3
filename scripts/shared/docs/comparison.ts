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
import { formatCount, formatMegabytes } from '../../../src/lib/format';
import { markdownTable } from '../../../src/lib/markdown-table';
import {
  ACCURACY,
  busyNote,
  CHOSEN_ON,
  chosenOnText,
  FAST_PREDICTION,
  fastNote,
  ON_PHOTOGRAPHS,
  photographCells,
  withInterval,
} from '../comparison-words';
import { orAbsent } from '../or-absent';
import { percent } from '../percent';
import { significantFigures } from '../significant-figures';
import { docData } from './doc-data';
import { describeMachineShortly, MEASURED_ON } from './measured-on';
import { paragraph } from './paragraph';

const MEASURED = object({
  title: text(),
  parameters: integer({ from: 1 }),
  bytes: integer({ from: 1 }),
  chosenOn: CHOSEN_ON,
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

const COMPARED = orAbsent(MEASURED, ABSENT);

type ComparedRow = ValueOf<typeof COMPARED>;

const PHOTOGRAPHS = object({
  machine: MEASURED_ON,
  seed: integer({ from: 0 }),
  /** How many photographs show a face, and how many an empty room. */
  withFace: integer({ from: 1 }),
  empty: integer({ from: 0 }),
  /** The sides of the images in them, in pixels. */
  faceSizes: list(integer({ from: 1 })),
  rows: list(orAbsent(object({ title: text(), measured: ON_PHOTOGRAPHS }), ABSENT)),
});

const SCHEMA = object({
  machine: MEASURED_ON,
  batch: integer({ from: 1 }),
  images: integer({ from: 1 }),
  imagesNotInTrain: integer({ from: 1 }),
  rows: list(COMPARED),
  /** On whole photographs, where that was measured. */
  photographs: optional(PHOTOGRAPHS),
});

/** The figures of the comparison in docs/results.md. */
export type Comparison = ValueOf<typeof SCHEMA>;

export const COMPARISON = docData('comparison', SCHEMA, { command: 'npm run compare -- --write' });

/** When and on what it was measured, and a row for each contender. */
export function comparisonText({
  machine,
  batch,
  images,
  imagesNotInTrain,
  rows,
}: Omit<Comparison, 'photographs'>): string {
  const notes = rows.flatMap((row) => ('absent' in row ? [] : [fastNote(row)]));
  const { date, commit, cores, loadAtStart } = machine;
  const busy = loadAtStart === undefined ? undefined : busyNote({ loadAtStart, cores });
  return [
    paragraph(
      `Measured by \`npm run compare\` on ${date}${commit ? ` at commit ${commit}` : ''}: ${describeMachineShortly(machine)}; float32, batches of ${batch}. Accuracy by FER-2013's own labels, in percent with its 95 % interval; where publicTest chose the checkpoint, privateTest is the score to quote.`,
    ),
    markdownTable(rows.map((row) => tableRow(row, { images, imagesNotInTrain }))),
    ...[...notes, busy].filter((note) => note !== undefined).map((note) => paragraph(asSentence(note))),
  ].join('\n\n');
}

/** When and how it was measured on whole photographs, and a row for each contender. */
export function comparisonPhotographsText({ photographs }: Pick<Comparison, 'photographs'>): string {
  if (!photographs)
    return paragraph('Not measured yet: `npm run compare -- --parts photographs --write` does it.');
  const { machine, seed, withFace, empty, faceSizes, rows } = photographs;
  const { date, commit, cores, loadAtStart } = machine;
  const busy = loadAtStart === undefined ? undefined : busyNote({ loadAtStart, cores });
  const sizes = `${faceSizes.slice(0, -1).join(', ')} or ${faceSizes.at(-1)}`;
  const columns = rows.flatMap((row) => ('absent' in row ? [] : Object.keys(photographCells(row.measured))));
  const last = columns.at(-1) ?? '';
  const blank = Object.fromEntries(columns.map((column) => [column, '']));
  return [
    paragraph(
      `Measured by \`npm run compare\` on ${date}${commit ? ` at commit ${commit}` : ''}: ${describeMachineShortly(machine)}. ${withFace} of the ${withFace + empty} photographs show an image of privateTest, ${sizes} pixels wide, and ${empty} an empty room (seed ${seed}).`,
    ),
    markdownTable(
      rows.map((row) => ({
        system: row.title,
        ...('absent' in row
          ? { ...blank, [last]: `not compared: ${row.absent}` }
          : photographCells(row.measured)),
      })),
    ),
    ...(busy === undefined ? [] : [paragraph(busy)]),
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
          chosenOnText(row.chosenOn),
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
