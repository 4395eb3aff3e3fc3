import { tf } from '../tensorflow';

/**
 * Coefficients of Muon's iteration x -> a x + b x^3 + c x^5. Four rounds map every number from
 * 0.0055 to 1 to between 0.68 and 1.21.
 */
const [A, B, C] = [3.4445, -4.775, 2.0315];
const ROUNDS = 4;

/** Avoids division by zero for a matrix of zeros. Its square is still representable. */
const TINY = 1e-16;

/**
 * Returns a matrix with the same singular vectors whose singular values are all about 1 (0.68 to
 * 1.21; less for those below about a hundredth of the largest). Uses a Newton-Schulz iteration:
 * Jordan (2024), https://kellerjordan.github.io/posts/muon.
 *
 * All rounds are polynomials in the Gram matrix, so they run on that. The matrix itself, which for
 * a convolution is at least nine times as long, is multiplied only at the beginning and at the end.
 * This takes less than half of the arithmetic. The square of the Gram matrix, which the first round
 * needs anyway, bounds the singular values more tightly than the matrix's norm. They start closer
 * to 1 and converge in four rounds instead of five.
 *
 * @param matrix `[rows, columns]`; it is not disposed
 * @returns `[rows, columns]`
 * @example const direction = orthogonalize(gradient.reshape([-1, 128]));
 */
export function orthogonalize(matrix: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy((): tf.Tensor2D => {
    const [rows, columns] = matrix.shape;
    const isTall = rows >= columns;
    // Sum of the squared singular values. Dividing by it first keeps powers of small values from
    // underflowing.
    const sum = tf.add(tf.sum(tf.square(matrix)), TINY);
    const gram = tf.div<tf.Tensor2D>(tf.matMul(matrix, matrix, isTall, !isTall), sum);
    const square = tf.matMul(gram, gram);
    // Fourth root of the sum of the fourth powers of the Gram matrix's eigenvalues: an upper bound
    // of all of them.
    const bound = tf.add(tf.sqrt(tf.sqrt(tf.sum(tf.square(square)))), TINY);
    const one = tf.eye(Math.min(rows, columns));
    const factorOf = (x: tf.Tensor2D, squareOfX: tf.Tensor2D) =>
      tf.addN([tf.mul(one, A), tf.mul(x, B), tf.mul(squareOfX, C)]) as tf.Tensor2D;
    let current = tf.div<tf.Tensor2D>(gram, bound);
    let factor = factorOf(current, tf.div(square, tf.square(bound)));
    let product = factor;
    for (let round = 2; round <= ROUNDS; round++) {
      // Gram matrix of the previous round's result. It commutes with the factor.
      current = tf.matMul(tf.matMul(current, factor), factor);
      factor = factorOf(current, tf.matMul(current, current));
      product = tf.matMul(product, factor);
    }
    const directed = isTall ? tf.matMul(matrix, product) : tf.matMul(product, matrix);
    return tf.mul(directed, tf.mul(tf.rsqrt(sum), tf.rsqrt(bound)));
  });
}
