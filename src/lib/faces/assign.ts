/**
 * Pairs rows with columns so that the sum of the costs is smallest, with as many pairs as the smaller
 * side has: the Hungarian algorithm with potentials, O(rows² * columns). Source: H. W. Kuhn, "The
 * Hungarian method for the assignment problem" (1955), https://doi.org/10.1002/nav.3800020109.
 *
 * @param costs `[rows][columns]`, finite
 * @returns for each row its column, or undefined where the columns are fewer
 * @example assign([[1, 2], [2, 9]]); // [1, 0]
 */
export function assign(costs: readonly (readonly number[])[]): (number | undefined)[] {
  const rows = costs.length;
  const columns = rows === 0 ? 0 : costs[0].length;
  if (rows > columns) {
    const turned = Array.from({ length: columns }, (_, j) => costs.map((row) => row[j]));
    const result = new Array<number | undefined>(rows).fill(undefined);
    assign(turned).forEach((row, column) => (result[row!] = column));
    return result;
  }
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  // The row of each column, from 1; 0 is none. Column 0 holds the row that is being placed.
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    const slack = new Float64Array(columns + 1).fill(Infinity);
    const before = new Int32Array(columns + 1);
    const isVisited = new Uint8Array(columns + 1);
    let column = 0;
    do {
      isVisited[column] = 1;
      const current = rowOf[column];
      let [delta, next] = [Infinity, 0];
      for (let j = 1; j <= columns; j++) {
        if (isVisited[j]) continue;
        const reduced = costs[current - 1][j - 1] - rowPotential[current] - columnPotential[j];
        if (reduced < slack[j]) [slack[j], before[j]] = [reduced, column];
        if (slack[j] < delta) [delta, next] = [slack[j], j];
      }
      for (let j = 0; j <= columns; j++) {
        if (isVisited[j]) {
          rowPotential[rowOf[j]] += delta;
          columnPotential[j] -= delta;
        } else slack[j] -= delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    // Moves the rows along the path that was found.
    while (column !== 0) {
      rowOf[column] = rowOf[before[column]];
      column = before[column];
    }
  }
  const result = new Array<number | undefined>(rows).fill(undefined);
  for (let j = 1; j <= columns; j++) if (rowOf[j] > 0) result[rowOf[j] - 1] = j - 1;
  return result;
}
