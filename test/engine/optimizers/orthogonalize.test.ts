import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { orthogonalize } from '../../../src/lib/engine/optimizers/orthogonalize';
import { tf } from '../../../src/lib/engine/tensorflow';

/** A matrix with known singular values: columns and rows of two orthonormal bases. */
function matrixOf(values: number[], { rows, columns }: { rows: number; columns: number }) {
  return tf.tidy(() => {
    const basis = (size: number, seed: number) =>
      tf.linalg.gramSchmidt(
        tf.randomNormal<tf.Rank.R2>([values.length, size], 0, 1, 'float32', seed),
      ) as tf.Tensor2D;
    const [left, right] = [basis(rows, 1), basis(columns, 2)];
    const scaled = tf.mul<tf.Tensor2D>(left, tf.tensor2d(values, [values.length, 1]));
    return { matrix: tf.matMul<tf.Tensor2D>(scaled, right, true), left, right };
  });
}

describe('orthogonalize()', () => {
  for (const [rows, columns] of [
    [40, 6],
    [6, 40],
    [6, 6],
  ])
    it(`keeps the singular vectors of a ${rows} x ${columns} matrix and makes their values about 1`, () => {
      const { matrix, left, right } = matrixOf([300, 120, 45, 20, 8, 5], { rows, columns });
      const found = orthogonalize(matrix);
      assert.deepEqual(found.shape, [rows, columns]);
      // In the bases of the singular vectors the result is the diagonal matrix of its singular
      // values.
      const inBases = tf.matMul<tf.Tensor2D>(tf.matMul(left, found), right, false, true).arraySync();
      inBases.forEach((row, i) =>
        row.forEach((value, j) => {
          const [low, high] = i === j ? [0.65, 1.25] : [-0.01, 0.01];
          assert.ok(value > low && value < high, `${i} ${j} ${value}`);
        }),
      );
    });

  it('does not depend on the size of the matrix, and takes zeros for zeros', () => {
    const { matrix } = matrixOf([3, 2, 1], { rows: 9, columns: 3 });
    const [one, tiny] = [matrix, tf.mul<tf.Tensor2D>(matrix, 1e-6)].map((x) => orthogonalize(x).dataSync());
    one.forEach((value, i) => assert.ok(Math.abs(value - tiny[i]) < 1e-3));
    assert.deepEqual([...orthogonalize(tf.zeros([2, 3])).dataSync()], [0, 0, 0, 0, 0, 0]);
  });

  it('leaves no tensor behind', () => {
    const matrix = tf.ones<tf.Rank.R2>([4, 3]);
    const before = tf.memory().numTensors;
    orthogonalize(matrix).dispose();
    assert.equal(tf.memory().numTensors, before);
    matrix.dispose();
  });
});
