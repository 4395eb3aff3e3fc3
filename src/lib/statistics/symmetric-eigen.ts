/** Eigenvalues in descending order; `vectors[i]` is the unit eigenvector of `values[i]`. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: readonly (readonly number[])[];
}

/** Maximum number of sweeps over all pairs; a small matrix needs fewer than ten. */
const SWEEPS = 60;

/**
 * Computes the eigenvalues and eigenvectors of a small symmetric matrix by Jacobi rotations. A
 * sweep takes n^3 operations, so it suits up to a few dozen rows. Source: Golub and Van Loan,
 * "Matrix Computations" (2013), section 8.5.
 *
 * @example symmetricEigen([[2, 1], [1, 2]]).values; // [3, 1]
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  const scale = Math.max(...a.flat().map(Math.abs));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let largest = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        largest = Math.max(largest, Math.abs(a[p][q]));
        if (a[p][q] !== 0) rotate(a, vectors, { p, q });
      }
    if (largest <= scale * Number.EPSILON) break;
  }
  const order = a.map((_, i) => i).sort((i, j) => a[j][j] - a[i][i]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => vectors[i]) };
}

/**
 * Rotates rows and columns p and q so that a[p][q] becomes 0, and the eigenvectors (rows) with
 * them.
 */
function rotate(a: number[][], vectors: number[][], { p, q }: { p: number; q: number }): void {
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  // The smaller of the two angles. For a huge theta this is 1 / (2 theta), without squaring it.
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  const turn = (row: number[], other: number[]) => {
    for (let k = 0; k < row.length; k++) {
      const [x, y] = [row[k], other[k]];
      row[k] = cosine * x - sine * y;
      other[k] = sine * x + cosine * y;
    }
  };
  turn(a[p], a[q]);
  for (const row of a) {
    const [x, y] = [row[p], row[q]];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
  turn(vectors[p], vectors[q]);
}
