import { votesRows } from '../shared/docs/comparison-votes';
import { align } from '../shared/text-table';
import type { ComparedVotes } from './publish';

/**
 * The comparison on FER+'s votes as lines for a terminal: a row for each who was measured and what
 * to hold it against, then who was not measured, and why.
 *
 * @example console.log(votesTable({ rows, labels, votes }).join('\n'));
 */
export function votesTable({ rows, labels, votes }: ComparedVotes): string[] {
  const measured = rows.flatMap((row) => ('absent' in row ? [] : [row]));
  const missing = rows.flatMap((row) =>
    'absent' in row ? [`${row.title}: not compared, ${row.absent}`] : [],
  );
  const table = votesRows({ rows: measured, labels, votes });
  return [
    ...align([Object.keys(table[0]), ...table.map((cells) => Object.values(cells))], { left: [0, 1, 2] }),
    ...missing,
  ];
}
