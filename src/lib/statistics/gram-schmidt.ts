import type { Random } from '../random';

/** A column of a matrix, in double precision. */
export type Column = Float64Array;

/** Returns the columns of a row-major matrix. */
export function toColumns(flat: Float32Array, width: number): Column[] {
  return Array.from({ length: width }, (_, c) =>
    Float64Array.from({ length: flat.length / width }, (__, row) => flat[row * width + c]),
  );
}

/**
 * Orthonormalizes columns in their order, by Gram-Schmidt applied twice: once is not enough for
 * nearly dependent columns. A column that depends on earlier ones is replaced by a random one.
 */
export function orthonormalize(columns: readonly Column[], random: Random): Column[] {
  const basis: Column[] = [];
  for (const column of columns) {
    let own: Column = Float64Array.from(column);
    for (;;) {
      const before = Math.sqrt(dot(own, own));
      for (let pass = 0; pass < 2; pass++)
        for (const other of basis) {
          const share = dot(own, other);
          for (let d = 0; d < own.length; d++) own[d] -= share * other[d];
        }
      const length = Math.sqrt(dot(own, own));
      // Less than a ten-millionth of a column is only rounding error of float32 products.
      if (length > 1e-7 * before) {
        basis.push(own.map((value) => value / length));
        break;
      }
      own = randomColumn(own.length, random);
    }
  }
  return basis;
}

/** Draws a column from the standard normal distribution. */
export const randomColumn = (length: number, random: Random): Column =>
  Float64Array.from({ length }, () => random.normal());

/** The dot product of two columns. */
export function dot(a: Column, b: Column): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

/** The linear combination of columns with these weights. */
export function combine(columns: readonly Column[], weights: readonly number[]): Column {
  const sum = new Float64Array(columns[0].length);
  columns.forEach((column, c) => column.forEach((value, d) => (sum[d] += weights[c] * value)));
  return sum;
}
