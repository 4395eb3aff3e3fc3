import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { createRandom } from '../random';
import { toColumns, combine, dot, orthonormalize, randomColumn, type Column } from './gram-schmidt';
import { symmetricEigen } from './symmetric-eigen';

/** What {@link fitPrincipalComponents} gives. */
export interface PrincipalComponents {
  /** `[n * components]` where each row lies along the components, in the rows' own units; 0 is the mean. */
  readonly projections: Float32Array;
  /** `[components * dimensions]` the directions, each of length 1, the one of most variance first. */
  readonly components: Float32Array;
  /** `[dimensions]` the mean of the rows. */
  readonly mean: Float32Array;
  /** The variance along each component, divided by n - 1. */
  readonly variances: readonly number[];
  /** Each component's share of the rows' whole variance, 0 to 1. */
  readonly shares: readonly number[];
  /**
   * How far the components are from exact: the largest |Cv - λv| of the covariance C, as a share of the greatest
   * variance. Up to 1e-5, but where many directions have about the same variance.
   */
  readonly residual: number;
}

/** How {@link fitPrincipalComponents} reads its rows. */
export interface PrincipalComponentsOptions {
  /** Numbers in a row. */
  dimensions: number;
  /** Components wanted. */
  components?: number;
  /** Draws the directions to begin with. */
  seed: number;
}

/** Directions carried along beside those that are wanted: the more, the fewer rounds. */
const OVERSAMPLING = 14;

/** Rounds at most; images need about ten. */
const ROUNDS = 100;

/** The residual at which the components are good: some ten times what products in float32 leave. */
const TOLERANCE = 1e-5;

/**
 * The directions in which rows of numbers (images, features) vary most, and where each row lies along them: two of them
 * make a map. Found by multiplying random directions with the data until they settle, so no matrix of dimensions x
 * dimensions is made. The same rows and seed give the same components; of both signs each component has the one that
 * makes its number farthest from 0 positive.
 * Source: Halko, Martinsson and Tropp, "Finding Structure with Randomness" (2011), algorithm 4.4 with the Rayleigh-Ritz
 * step, https://arxiv.org/abs/0909.4061.
 *
 * @param rows `[n * dimensions]` numbers, row after row
 * @throws ExpectationError when there are not whole rows, fewer than two of them, not as many components in them as
 *   asked for, or something that is not a finite number
 * @example
 * const { projections, shares } = fitPrincipalComponents(faces.images, { dimensions: IMAGE_BYTES, seed: 1 });
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
      const { values, directions, images } = settle(data, basis);
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
      expectation: `at least two whole rows of ${dimensions} numbers`,
      found: `${rows.length} numbers`,
    });
  const most = Math.min(n - 1, dimensions);
  if (!Number.isInteger(components) || components < 1 || components > most)
    throw expectation('components', {
      expectation: `an integer from 1 to ${most}, as ${n} rows of ${dimensions} numbers have`,
      found: components,
    });
  return n;
}

/** The rows less their mean, and the sum of the variances of all columns. */
function centre(rows: ArrayLike<number>, { n, dimensions }: { n: number; dimensions: number }) {
  const mean = new Float64Array(dimensions);
  for (let i = 0, at = 0; i < n; i++) for (let d = 0; d < dimensions; d++, at++) mean[d] += rows[at];
  for (let d = 0; d < dimensions; d++) mean[d] /= n;
  const strange = mean.findIndex((value) => !Number.isFinite(value));
  if (strange >= 0)
    throw expectation(`number ${strange} of each row`, { expectation: 'finite', found: mean[strange] });
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

/** What a round knows: approximate eigenvalues and eigenvectors, and the eigenvectors' products with the covariance. */
interface Settled {
  values: readonly number[];
  directions: Column[];
  images: Column[];
}

/** Turns a basis so that its columns are as near to eigenvectors of the covariance as its plane allows. */
function settle(data: tf.Tensor2D, basis: readonly Column[]): Settled {
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

function residualOf({ values, directions, images }: Settled, components: number): number {
  if (!(values[0] > 0)) return 0;
  const distances = directions.slice(0, components).map((direction, c) => {
    const difference = images[c].map((value, d) => value - values[c] * direction[d]);
    return Math.sqrt(dot(difference, difference));
  });
  return Math.max(...distances) / values[0];
}

/** `data` (or its transpose) times the matrix of these columns, row after row. */
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

/** An eigenvector's sign is arbitrary: the number farthest from 0 is made positive. */
function withSign(column: Column): Column {
  let farthest = 0;
  for (const value of column) if (Math.abs(value) > Math.abs(farthest)) farthest = value;
  return farthest < 0 ? column.map((value) => -value) : column;
}
