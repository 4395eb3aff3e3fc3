import { tf } from './tensorflow';

/** The iteration x -> a x + b x^3 + c x^5 of Muon: it takes every number from 0.01 to 1 into 0.7 to 1.2 in five rounds. */
const [A, B, C] = [3.4445, -4.775, 2.0315];
const ROUNDS = 5;

/**
 * A matrix with the same singular vectors, whose singular values are all about 1 (0.7 to 1.2; less where they were less than
 * a hundredth of the matrix's norm), by a Newton-Schulz iteration: Jordan (2024), https://kellerjordan.github.io/posts/muon.
 *
 * All rounds are polynomials in the Gram matrix, so they are done on that, and the matrix itself, which for a convolution is
 * nine times as long or more, is multiplied only at the beginning and at the end: under half of the arithmetic.
 *
 * @param matrix `[rows, columns]`; it stays the caller's
 * @returns `[rows, columns]`
 * @example const direction = orthogonalize(gradient.reshape([-1, 128]));
 */
export function orthogonalize(matrix: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy((): tf.Tensor2D => {
    const [rows, columns] = matrix.shape;
    const isTall = rows >= columns;
    // The sum of the squares of the singular values: divided by it, none is above 1.
    const square = tf.add(tf.sum(tf.square(matrix)), 1e-20);
    let gram = tf.div<tf.Tensor2D>(tf.matMul(matrix, matrix, isTall, !isTall), square);
    const one = tf.eye(Math.min(rows, columns));
    let product = one;
    for (let round = 1; round <= ROUNDS; round++) {
      const factor = tf.addN([
        tf.mul(one, A),
        tf.mul(gram, B),
        tf.mul(tf.matMul(gram, gram), C),
      ]) as tf.Tensor2D;
      product = round === 1 ? factor : tf.matMul(product, factor);
      // The Gram matrix of what this round made of the matrix; it commutes with the factor.
      if (round < ROUNDS) gram = tf.matMul(tf.matMul(gram, factor), factor);
    }
    const directed = isTall ? tf.matMul(matrix, product) : tf.matMul(product, matrix);
    return tf.mul(directed, tf.rsqrt(square));
  });
}
