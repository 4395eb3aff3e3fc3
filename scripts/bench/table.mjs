import { align } from '../shared/text-table.mjs';

/** A number with three figures that count: `1234`, `123`, `12.3`, `1.23`, `0.123`. */
export function figures(value) {
  if (value >= 100) return value.toFixed(0);
  const decimals = 2 - Math.floor(Math.log10(Math.abs(value) || 1));
  return value.toFixed(Math.min(Math.max(decimals, 0), 4));
}

const COLUMNS = ['', 'this project', 'peer', 'unit', 'ratio', 'must', 'aim', '', 'of the peak'];
/** The columns of words; the others hold numbers. */
const LEFT = [0, 3, 7];

const percent = (share) => (share === null ? '–' : `${(100 * share).toFixed(0)} %`);
const range = ({ low, high }) => `${figures(low)}–${figures(high)}`;

/** What the table says of a row's demand. */
export function verdict({ holds, reachesAim }) {
  if (holds === null) return '';
  if (!holds) return 'MISSED';
  return reachesAim ? 'aim' : 'holds';
}

/** The cells of a row, in the order of the columns. */
function cells(row) {
  const { contenders, spread, shareOfPeak } = row;
  const demand = (value) => (value === null ? '' : `${row.better === 'at most' ? '≤ ' : ''}${value}x`);
  return [
    `  ${contenders.ours} / ${contenders.peer}`,
    `${figures(row.ours)} (${range(spread.ours)})`,
    `${figures(row.peer)} (${range(spread.peer)})`,
    row.unit,
    `${row.ratio.toFixed(2)}x (${spread.ratio.low.toFixed(2)}–${spread.ratio.high.toFixed(2)})`,
    demand(row.must),
    demand(row.aim),
    verdict(row),
    shareOfPeak.ours === null ? '' : `${percent(shareOfPeak.ours)} / ${percent(shareOfPeak.peer)}`,
  ];
}

/**
 * The rows as lines for a terminal: under the title of each measurement its pairs, medians with lowest and highest.
 *
 * @param {ReturnType<typeof import('./judge-row.mjs').judgeRow>[]} rows
 * @example console.log(textTable(rows).join('\n'));
 */
export function textTable(rows) {
  const [head, ...lines] = align([COLUMNS, ...rows.map(cells)], { left: LEFT });
  return [
    head,
    ...rows.flatMap((row, i) => (row.title === rows[i - 1]?.title ? [lines[i]] : [row.title, lines[i]])),
  ];
}
