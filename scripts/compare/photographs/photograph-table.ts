import { photographCells } from '../../shared/comparison-words';
import { align } from '../../shared/text-table';
import type { PhotographRow } from './photograph-row';

/**
 * The comparison on photographs as lines for a terminal: a row for each who was measured, then who
 * was not, and why.
 *
 * @example console.log(photographTable(rows).join('\n'));
 */
export function photographTable(rows: readonly PhotographRow[]): string[] {
  const measured = rows.flatMap((row) =>
    'absent' in row ? [] : [{ title: row.title, cells: photographCells(row.measured) }],
  );
  const missing = rows.flatMap((row) =>
    'absent' in row ? [`${row.title}: not compared, ${row.absent}`] : [],
  );
  if (measured.length === 0) return missing;
  const head = ['', ...Object.keys(measured[0].cells)];
  const table = measured.map(({ title, cells }) => [title, ...Object.values(cells)]);
  return [...align([head, ...table], { left: [0] }), ...missing];
}
