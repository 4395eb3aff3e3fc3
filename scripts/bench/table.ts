import { significantFigures } from '../shared/significant-figures';
import { align } from '../shared/text-table';
import type { Row } from './check-row';

const COLUMNS = ['', 'this project', 'peer', 'unit', 'ratio', 'must', 'aim', '', 'of the peak'];
/** The columns of words; the others hold numbers. */
const LEFT = [0, 3, 7];

const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(0)} %`);
const range = ({ low, high }: { low: number; high: number }) =>
  `${significantFigures(low)}–${significantFigures(high)}`;

/** What the table says of a row's requirement. */
function verdict({ holds, reachesAim }: Row): string {
  if (holds === null) return reachesAim === null ? '' : reachesAim ? 'aim' : 'below aim';
  if (!holds) return 'MISSED';
  return reachesAim ? 'aim' : 'holds';
}

/** The cells of a row, in the order of the columns. */
function cells(row: Row): string[] {
  const { contenders, spread, shareOfPeak } = row;
  const demand = (value: number | null) =>
    value === null ? '' : `${row.better === 'at most' ? '≤ ' : ''}${value}x`;
  return [
    `  ${contenders.ours} / ${contenders.peer}`,
    `${significantFigures(row.ours)} (${range(spread.ours)})`,
    `${significantFigures(row.peer)} (${range(spread.peer)})`,
    row.unit,
    `${row.ratio.toFixed(2)}x (${spread.ratio.low.toFixed(2)}–${spread.ratio.high.toFixed(2)})`,
    demand(row.must),
    demand(row.aim),
    verdict(row),
    shareOfPeak.ours === null ? '' : `${percent(shareOfPeak.ours)} / ${percent(shareOfPeak.peer)}`,
  ];
}

/**
 * The rows as lines for a terminal: under the title of each measurement its pairs, medians with
 * lowest and highest.
 *
 * @example console.log(textTable(rows).join('\n'));
 */
export function textTable(rows: readonly Row[]): string[] {
  const [head, ...lines] = align([COLUMNS, ...rows.map(cells)], { left: LEFT });
  return [
    head,
    ...rows.flatMap((row, i) => [
      ...(row.title === rows[i - 1]?.title ? [] : [row.title]),
      lines[i],
      ...waysLine(row),
    ]),
  ];
}

/** Every way of the peer, where it has several. */
function waysLine({ ways, unit }: Row): string[] {
  if (!ways) return [];
  const each = Object.entries(ways).map(([name, value]) => `${name} ${significantFigures(value)}`);
  return [`      the best of ${each.join(', ')} ${unit}`];
}
