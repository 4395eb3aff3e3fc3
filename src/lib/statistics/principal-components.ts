import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { createRandom } from '../random';
import { toColumns, combine, dot, orthonormalize, randomColumn, type Column } from './gram-schmidt';
import { symmetricEigen } from './symmetric-eigen';

/** The result of {@link fitPrincipalComponents}. */
export interface PrincipalComponents {
  /**
   * `[n * components]` coordinates of each row along the components, in the rows' units; 0 is the
   * mean.
   */
  readonly projections: Float32Array;
  /** `[components * dimensions]` unit vectors, the one with the largest variance first. */
  readonly components: Float32Array;
  /** `[dimensions]` mean of the rows. */
  readonly mean: Float32Array;
  /** Variance along each component (divided by n - 1). */
  readonly variances: readonly number[];
  /** Fraction of the total variance that each component explains, 0 to 1. */
  readonly shares: readonly number[];
  /**
   * Accuracy of the components: the largest |Cv - λv|, with covariance C, relative to the largest
   * variance. At most 1e-5, unless many directions have about the same variance.
   */
  readonly residual: number;
}

/** Options of {@link fitPrincipalComponents}. */
export interface PrincipalComponentsOptions {
  /** Length of a row. */
  dimensions: number;
  /** Number of components. */
  components?: number;
  /** Seed of the initial directions. */
  seed: number;
}

/** Additional directions to iterate: the more there are, the fewer rounds it takes. */
const OVERSAMPLING = 14;

/** Maximum number of rounds; images need about ten. */
const ROUNDS = 100;

/** Maximum residual, about ten times the error of float32 products. */
const TOLERANCE = 1e-5;

/**
 * Fits a principal component analysis: the directions in which rows (images, features) vary most,
 * and each row's coordinates along them. Two components make a map. It multiplies random directions
 * by the data until they converge, so it never builds a dimensions x dimensions matrix. The same
 * rows and seed give the same components. The sign of a component is chosen so that its number
 * farthest from 0 is positive. Source: Halko, Martinsson and Tropp, "Finding Structure with
 * Randomness" (2011), algorithm 4.4 with the Rayleigh-Ritz step, https://arxiv.org/abs/0909.4061.
 *
 * @param rows `[n * dimensions]` numbers in row-major order
 * @param options
 * @throws ExpectationError if there are not at least two full rows, if they have fewer components
 *   than requested, or if a number is not finite
 * @example
 * const { projections, shares } = fitPrincipalComponents(faces.images, {
 *   dimensions: IMAGE_BYTES,
 *   seed: 1,
 * });
 */
export function fitPrincipalComponents(
  rows: ArrayLike<number>,
  { dimensions, components = 2, seed }: PrincipalComponentsOptions,
): PrincipalComponents {
  const n = checkRows(rows, { dimensions, components });
  const { centred, mean, variance } = centre(rows, { n, dimensions });
  const random = createRandom(seed);
  const width = Math.min(components + OVERSAMPLING, n, dimensions);
  const data = tf.tensor2d(centred, [n, dimensions]);
  try {
    let basis = orthonormalize(
      Array.from({ length: width }, () => randomColumn(dimensions, random)),
      random,
    );
    for (let round = 1; ; round++) {
      const { values, directions, images } = rayleighRitz(data, basis);
      const residual = residualOf({ values, directions, images }, components);
      if (residual > TOLERANCE && round < ROUNDS) {
        basis = orthonormalize(images, random);
        continue;
      }
      const found = directions.slice(0, components).map(withSign);
      const variances = values.slice(0, components).map((value) => Math.max(0, value));
      return {
        projections: product(data, found, { transpose: false }),
        components: Float32Array.from(found.flatMap((column) => [...column])),
        mean: Float32Array.from(mean),
        variances,
        shares: variances.map((own) => (variance > 0 ? Math.min(1, own / variance) : 0)),
        residual,
      };
    }
  } finally {
    data.dispose();
  }
}

function checkRows(
  rows: ArrayLike<number>,
  { dimensions, components }: { dimensions: number; components: number },
): number {
  if (!Number.isInteger(dimensions) || dimensions < 1)
    throw expectation('dimensions', { expectation: 'an integer greater than 0', found: dimensions });
  const n = rows.length / dimensions;
  if (!Number.isInteger(n) || n < 2)
    throw expectation('rows', {
      expectation: `at least two full rows of ${dimensions} numbers`,
      found: `${rows.length} numbers`,
    });
  const most = Math.min(n - 1, dimensions);
  if (!Number.isInteger(components) || components < 1 || components > most)
    throw expectation('components', {
      expectation: `an integer from 1 to ${most} for ${n} rows of ${dimensions} numbers`,
      found: components,
    });
  return n;
}

/** Subtracts the mean of the rows, and sums the variances of all columns. */
function centre(rows: ArrayLike<number>, { n, dimensions }: { n: number; dimensions: number }) {
  const mean = new Float64Array(dimensions);
  for (let i = 0, at = 0; i < n; i++) for (let d = 0; d < dimensions; d++, at++) mean[d] += rows[at];
  for (let d = 0; d < dimensions; d++) mean[d] /= n;
  const invalid = mean.findIndex((value) => !Number.isFinite(value));
  if (invalid >= 0)
    throw expectation(`number ${invalid} of each row`, { expectation: 'finite', found: mean[invalid] });
  const centred = new Float32Array(n * dimensions);
  let squares = 0;
  for (let i = 0, at = 0; i < n; i++)
    for (let d = 0; d < dimensions; d++, at++) {
      const difference = rows[at] - mean[d];
      centred[at] = difference;
      squares += difference * difference;
    }
  return { centred, mean, variance: squares / (n - 1) };
}

/** Approximate eigenvalues and eigenvectors, and the eigenvectors' products with the covariance. */
interface RitzPairs {
  values: readonly number[];
  directions: Column[];
  images: Column[];
}

/**
 * Rotates a basis within its subspace to the best approximation of the covariance's eigenvectors.
 */
function rayleighRitz(data: tf.Tensor2D, basis: readonly Column[]): RitzPairs {
  const n = data.shape[0];
  const width = basis.length;
  const projected = toColumns(product(data, basis, { transpose: false }), width);
  const gram = projected.map((one) => projected.map((other) => dot(one, other) / (n - 1)));
  const { values, vectors } = symmetricEigen(gram);
  const images = toColumns(product(data, projected, { transpose: true }), width);
  for (const image of images) for (let d = 0; d < image.length; d++) image[d] /= n - 1;
  const turned = (columns: readonly Column[]) => vectors.map((weights) => combine(columns, weights));
  return { values, directions: turned(basis), images: turned(images) };
}

function residualOf({ values, directions, images }: RitzPairs, components: number): number {
  if (!(values[0] > 0)) return 0;
  const distances = directions.slice(0, components).map((direction, c) => {
    const difference = images[c].map((value, d) => value - values[c] * direction[d]);
    return Math.sqrt(dot(difference, difference));
  });
  return Math.max(...distances) / values[0];
}

/** Multiplies `data` (or its transpose) by the matrix of these columns; the result is row-major. */
function product(
  data: tf.Tensor2D,
  columns: readonly Column[],
  { transpose }: { transpose: boolean },
): Float32Array {
  const [height, width] = [columns[0].length, columns.length];
  const flat = new Float32Array(height * width);
  columns.forEach((column, c) => column.forEach((value, row) => (flat[row * width + c] = value)));
  return tf.tidy(() => tf.matMul(data, tf.tensor2d(flat, [height, width]), transpose).dataSync<'float32'>());
}

/** Fixes the arbitrary sign of an eigenvector: the number farthest from 0 becomes positive. */
function withSign(column: Column): Column {
  let farthest = 0;
  for (const value of column) if (Math.abs(value) > Math.abs(farthest)) farthest = value;
  return farthest < 0 ? column.map((value) => -value) : column;
}
