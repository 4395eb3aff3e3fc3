/**
 * Aligns rows of cells as lines for a terminal: every column is as wide as its widest cell and two
 * spaces from the next.
 *
 * @param rows all of the same length
 * @param options.left the columns (from 0) that are aligned to the left instead of to the right
 * @example align([['', 'accuracy'], ['fer', '65.55']], { left: [0] }); // ['     accuracy', 'fer     65.55']
 */
export function align(
  rows: readonly (readonly string[])[],
  { left = [] }: { left?: readonly number[] } = {},
): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (left.includes(i) ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}
