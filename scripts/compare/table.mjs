import { align } from '../shared/text-table.mjs';
import { figures } from '../bench/table.mjs';

const COLUMNS = [
  ...['', 'all 7,178, %', 'publicTest, %', 'privateTest, %', 'macro F1', 'calibration error'],
  ...['images/s', 'parameters', 'bytes', 'checkpoint chosen on'],
];

export const percent = (share) => (100 * share).toFixed(2);
export const count = (n) => n.toLocaleString('en-US');

/** An accuracy with its 95 % interval, in percent: `65.55 (64.44–66.64)`. */
export const withInterval = ({ accuracy, interval }) =>
  `${percent(accuracy)} (${percent(interval.low)}–${percent(interval.high)})`;

/** What is said of how a checkpoint was chosen. */
export const choice = ({ chosenOn }) => chosenOn ?? 'not known';

const cells = (row) => [
  row.title,
  ...['all', 'publicTest', 'privateTest'].map((split) => withInterval(row.scores[split])),
  row.macroF1.toFixed(3),
  row.calibrationError.toFixed(3),
  figures(row.imagesPerSecond),
  count(row.parameters),
  count(row.bytes),
  choice(row),
];

/** The part of the cores that may be at work on something else before speeds mean little. */
const BUSY = 0.25;

/** What has to be said of speeds that were measured while the machine did other work; undefined where it did not. */
export function busyNote({ loadAtStart, cores }) {
  if (loadAtStart <= BUSY * cores) return undefined;
  return `The machine was at other work (load ${figures(loadAtStart)} on ${cores} cores): the speeds are no result, the scores are.`;
}

/** What a row says of a model that was timed with `useFastTraining()`, too; undefined of others. */
export function fastNote({ title, fast }) {
  if (!fast) return undefined;
  return `${title}, with useFastTraining() in ${fast.precision}: ${figures(fast.imagesPerSecond)} images/s, ${percent(fast.accuracy)} % of all`;
}

/**
 * The comparison as lines for a terminal: a row for each who was measured, then who was not, and why.
 *
 * @param {object[]} rows of out/compare.json
 * @example console.log(textTable(rows).join('\n'));
 */
export function textTable(rows) {
  const measured = rows.filter(({ absent }) => absent === undefined);
  const missing = rows.filter(({ absent }) => absent !== undefined);
  const notes = measured.map(fastNote).filter(Boolean);
  return [
    ...(measured.length ? align([COLUMNS, ...measured.map(cells)], { left: [0, 9] }) : []),
    ...missing.map(({ title, absent }) => `${title}: not compared, ${absent}`),
    ...(notes.length ? ['', ...notes] : []),
  ];
}
