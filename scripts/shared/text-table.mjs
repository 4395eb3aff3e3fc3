/**
 * Rows of cells as lines for a terminal, every column as wide as its widest cell and two spaces from the next.
 *
 * @param {string[][]} rows all of the same length
 * @param {{ left?: number[] }} [options] left: the columns (from 0) that begin, instead of end, at the same place
 * @example align([['', 'accuracy'], ['fer', '65.55']], { left: [0] }); // ['     accuracy', 'fer     65.55']
 */
export function align(rows, { left = [] } = {}) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (left.includes(i) ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}
