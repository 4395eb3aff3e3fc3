import { tf } from '../tensorflow';

/** The iteration x -> a x + b x^3 + c x^5 of Muon: it takes every number from 0.0055 to 1 into 0.68 to 1.21 in four rounds. */
const [A, B, C] = [3.4445, -4.775, 2.0315];
const ROUNDS = 4;

/** Keeps a matrix of zeros from being divided by zero; its square is a number as well. */
const TINY = 1e-16;

/**
 * A matrix with the same singular vectors, whose singular values are all about 1 (0.68 to 1.21; less where they were less
 * than about a hundredth of the largest), by a Newton-Schulz iteration: Jordan (2024), https://kellerjordan.github.io/posts/muon.
 *
 * All rounds are polynomials in the Gram matrix, so they are done on that, and the matrix itself, which for a convolution is
 * nine times as long or more, is multiplied only at the beginning and at the end: under half of the arithmetic. The square
 * of the Gram matrix, which the first round needs anyhow, tells more closely than the matrix's own norm how large the
 * singular values are at most: they begin nearer to 1, and are there after four rounds instead of five.
 *
 * @param matrix `[rows, columns]`; it stays the caller's
 * @returns `[rows, columns]`
 * @example const direction = orthogonalize(gradient.reshape([-1, 128]));
 */
export function orthogonalize(matrix: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy((): tf.Tensor2D => {
    const [rows, columns] = matrix.shape;
    const isTall = rows >= columns;
    // The sum of the squares of the singular values: divided by it, no power of a small one comes out as 0.
    const sum = tf.add(tf.sum(tf.square(matrix)), TINY);
    const gram = tf.div<tf.Tensor2D>(tf.matMul(matrix, matrix, isTall, !isTall), sum);
    const square = tf.matMul(gram, gram);
    // The fourth root of the sum of the fourth powers of the Gram matrix's eigenvalues: none is above it.
    const bound = tf.add(tf.sqrt(tf.sqrt(tf.sum(tf.square(square)))), TINY);
    const one = tf.eye(Math.min(rows, columns));
    const factorOf = (x: tf.Tensor2D, squareOfX: tf.Tensor2D) =>
      tf.addN([tf.mul(one, A), tf.mul(x, B), tf.mul(squareOfX, C)]) as tf.Tensor2D;
    let current = tf.div<tf.Tensor2D>(gram, bound);
    let factor = factorOf(current, tf.div(square, tf.square(bound)));
    let product = factor;
    for (let round = 2; round <= ROUNDS; round++) {
      // The Gram matrix of what the round before made of the matrix; it commutes with the factor.
      current = tf.matMul(tf.matMul(current, factor), factor);
      factor = factorOf(current, tf.matMul(current, current));
      product = tf.matMul(product, factor);
    }
    const directed = isTall ? tf.matMul(matrix, product) : tf.matMul(product, matrix);
    return tf.mul(directed, tf.mul(tf.rsqrt(sum), tf.rsqrt(bound)));
  });
}
