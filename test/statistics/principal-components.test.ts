import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitPrincipalComponents } from '../../src/lib/statistics/principal-components';
import { symmetricEigen } from '../../src/lib/statistics/symmetric-eigen';
import { tf } from '../../src/lib/engine/tensorflow';
import { createRandom } from '../../src/lib/random';

/**
 * Rows of normal numbers whose columns have these deviations, turned and moved, so that no axis is
 * a component.
 */
function normalRows(n: number, deviations: number[], seed = 1): Float32Array {
  const random = createRandom(seed);
  const d = deviations.length;
  const rows = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    const own = deviations.map((deviation) => deviation * random.normal());
    const sum = own.reduce((a, b) => a + b);
    // A Householder reflection: I - 2/d of ones.
    own.forEach((value, k) => (rows[i * d + k] = value - (2 / d) * sum + 100 + k));
  }
  return rows;
}

/**
 * The covariance in double precision, and its greatest eigenvectors by power iteration and
 * deflation.
 */
function byPowerIteration(rows: Float32Array, d: number, components: number) {
  const n = rows.length / d;
  const column = Array.from({ length: d }, (_, k) => Array.from({ length: n }, (__, i) => rows[i * d + k]));
  const centred = column.map((values) => {
    const mean = values.reduce((a, b) => a + b) / n;
    return values.map((value) => value - mean);
  });
  const covariance = centred.map((a) =>
    centred.map((b) => a.reduce((sum, value, i) => sum + value * b[i], 0) / (n - 1)),
  );
  const total = covariance.reduce((sum, row, k) => sum + row[k], 0);
  return Array.from({ length: components }, (_, c) => {
    let vector = Array.from({ length: d }, (__, k) => 1 + ((k * 7 + c) % 5));
    let value = 0;
    for (let step = 0; step < 3000; step++) {
      const next = covariance.map((row) => row.reduce((sum, entry, k) => sum + entry * vector[k], 0));
      value = Math.hypot(...next);
      vector = next.map((entry) => entry / value);
    }
    covariance.forEach((row, i) => row.forEach((__, j) => (row[j] -= value * vector[i] * vector[j])));
    const farthest = vector.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most), 0);
    return { value, share: value / total, vector: vector.map((entry) => entry * Math.sign(farthest)) };
  });
}

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  assert.equal(actual.length, expected.length);
  Array.from(expected).forEach((value, i) =>
    assert.ok(Math.abs(actual[i] - value) <= tolerance, `${actual[i]} is not ${value} at ${i}`),
  );
};

describe('principalComponents()', () => {
  const deviations = Array.from({ length: 30 }, (_, k) => 10 * 0.8 ** k);
  const rows = normalRows(200, deviations);
  const found = fitPrincipalComponents(rows, { dimensions: 30, components: 3, seed: 4 });

  it('finds the eigenvectors of the covariance that power iteration finds', () => {
    const expected = byPowerIteration(rows, 30, 3);
    expected.forEach(({ value, share, vector }, c) => {
      near(found.components.subarray(c * 30, (c + 1) * 30), vector, 1e-4);
      near([found.variances[c] / value, found.shares[c]], [1, share], 1e-4);
    });
    assert.ok(found.residual <= 1e-5);
  });
  it('projects the rows: along each component they have its variance, and no two go together', () => {
    const along = [0, 1, 2].map((c) => Array.from({ length: 200 }, (_, i) => found.projections[i * 3 + c]));
    const product = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0) / 199;
    along.forEach((a, c) =>
      along.forEach((b, other) =>
        near([product(a, b)], [c === other ? found.variances[c] : 0], 1e-3 * found.variances[0]),
      ),
    );
    const first = rows.subarray(0, 30).map((value, k) => value - found.mean[k]);
    const byHand = first.reduce((sum, value, k) => sum + value * found.components[k], 0);
    near([found.projections[0]], [byHand], 1e-3);
  });
  it('is the same each time, and but for rounding for another seed', () => {
    const again = fitPrincipalComponents(rows, { dimensions: 30, components: 3, seed: 4 });
    assert.deepEqual(again, found);
    const other = fitPrincipalComponents(rows, { dimensions: 30, components: 3, seed: 5 });
    near(other.components, found.components, 1e-3);
  });
  it('finds few components of far more dimensions, and those of rows that lie in a plane', () => {
    const wide = normalRows(12, [...deviations, ...new Array<number>(570).fill(0.01)]);
    const expected = byPowerIteration(wide, 600, 1);
    const first = fitPrincipalComponents(wide, { dimensions: 600, seed: 1 });
    near(first.components.subarray(0, 600), expected[0].vector, 1e-4);
    const plane = Float32Array.from({ length: 40 * 5 }, (_, i) => {
      const [row, column] = [Math.floor(i / 5), i % 5];
      return column === 0 ? 3 * Math.sin(row) : column === 1 ? Math.cos(row) : 7;
    });
    const { shares, variances } = fitPrincipalComponents(plane, { dimensions: 5, components: 3, seed: 1 });
    near([shares[0] + shares[1], variances[2]], [1, 0], 1e-5);
  });
  it('says 0 of rows that are all the same', () => {
    const { projections, shares } = fitPrincipalComponents(new Uint8Array(20).fill(9), {
      dimensions: 4,
      seed: 1,
    });
    assert.deepEqual([...projections, ...shares], new Array(12).fill(0));
  });
  it('refuses broken rows, too few of them, too many components and what is not a number', () => {
    const of = (numbers: number[], dimensions: number, components?: number) => () =>
      fitPrincipalComponents(numbers, { dimensions, components, seed: 1 });
    assert.throws(of([1, 2, 3], 2), /rows to be at least two full rows of 2 numbers but found 3 numbers/);
    assert.throws(of([1, 2], 2), /at least two full rows/);
    assert.throws(of([1, 2], 0), /dimensions to be an integer greater than 0/);
    assert.throws(of([1, 2, 3, 4], 2, 2), /components to be an integer from 1 to 1 for 2 rows of 2 numbers/);
    assert.throws(of([1, 2, 3, NaN, 5, 6], 2, 1), /number 1 of each row to be finite but found NaN/);
  });
  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    fitPrincipalComponents(rows, { dimensions: 30, seed: 4 });
    assert.throws(() => fitPrincipalComponents(rows, { dimensions: 30, components: 31, seed: 4 }));
    assert.equal(tf.memory().numTensors, before);
  });
});

describe('symmetricEigen()', () => {
  it('takes a matrix apart into what it is made of', () => {
    const random = createRandom(2);
    const half = Array.from({ length: 9 }, () => Array.from({ length: 9 }, () => random.normal()));
    const matrix = half.map((row, i) => row.map((value, j) => value + half[j][i]));
    const { values, vectors } = symmetricEigen(matrix);
    assert.deepEqual(
      [...values].sort((a, b) => b - a),
      values,
    );
    matrix.forEach((row, i) =>
      row.forEach((entry, j) => {
        const rebuilt = values.reduce((sum, value, k) => sum + value * vectors[k][i] * vectors[k][j], 0);
        near([rebuilt], [entry], 1e-12);
      }),
    );
    vectors.forEach((vector) => near([Math.hypot(...vector)], [1], 1e-12));
  });
  it('knows the diagonal and the zero matrix', () => {
    assert.deepEqual(
      symmetricEigen([
        [2, 0],
        [0, 5],
      ]),
      {
        values: [5, 2],
        vectors: [
          [0, 1],
          [1, 0],
        ],
      },
    );
    assert.deepEqual(symmetricEigen([[0]]).values, [0]);
  });
});
