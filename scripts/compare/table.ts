import { formatCount } from '../../src/lib/format';
import { chosenOnText, fastNote, withInterval } from '../shared/comparison-words';
import { significantFigures } from '../shared/significant-figures';
import { align } from '../shared/text-table';
import { isMeasured, type CompareRow, type MeasuredRow } from './row';

const COLUMNS = [
  ...['', 'all 7,178, %', 'publicTest, %', 'privateTest, %', 'macro F1', 'calibration error'],
  ...['images/s', 'parameters', 'bytes', 'checkpoint chosen on'],
];

const cells = (row: MeasuredRow) => [
  row.title,
  ...(['all', 'publicTest', 'privateTest'] as const).map((split) => withInterval(row.scores[split])),
  row.macroF1.toFixed(3),
  row.calibrationError.toFixed(3),
  significantFigures(row.imagesPerSecond),
  formatCount(row.parameters),
  formatCount(row.bytes),
  chosenOnText(row.chosenOn),
];

/**
 * The comparison as lines for a terminal: a row for each who was measured, then who was not, and
 * why.
 *
 * @example console.log(textTable(rows).join('\n'));
 */
export function textTable(rows: readonly CompareRow[]): string[] {
  const measured = rows.filter(isMeasured);
  const missing = rows.flatMap((row) =>
    isMeasured(row) ? [] : [`${row.title}: not compared, ${row.absent}`],
  );
  const notes = measured.map(fastNote).filter((note) => note !== undefined);
  return [
    ...(measured.length ? align([COLUMNS, ...measured.map(cells)], { left: [0, 9] }) : []),
    ...missing,
    ...(notes.length ? ['', ...notes] : []),
  ];
}
