import { feedScalars } from '../native/trace';
import { DataType } from '../native/binding';
import { toTensor } from '../native/native-op';
import { orthogonalize } from './orthogonalize';
import { tf } from '../tensorflow';

/**
 * A kernel with Muon's state for it, in its shape. The last dimension is the kernel's output, the
 * others are its input.
 */
export interface MuonParameter {
  variable: tf.Variable;
  /** Decaying sum of the gradients, zeros before the first step. */
  momentum: tf.Variable;
  gradient: tf.Tensor;
}

/** The hyperparameters of one step. */
export interface MuonNumbers {
  learningRate: number;
  /** Fraction by which the weight shrinks before the step. */
  decay: number;
}

/** Momentum: the fraction of the sum of gradients that is kept at each step. */
const KEPT = 0.95;

/**
 * Root mean square of a step at learning rate 1. It matches Adam's, so that both can share a
 * learning rate.
 */
const SIZE = 0.2;

/**
 * Takes one step of Muon: each kernel moves along its orthogonalized momentum, so that all
 * directions are learned at the same pace. Jordan (2024),
 * https://kellerjordan.github.io/posts/muon; step size as in Liu et al., "Muon is Scalable for LLM
 * Training" (2025), https://arxiv.org/abs/2502.16982.
 *
 * @param parameters
 * @param numbers returns the hyperparameters of this step; it is called again for later steps if
 *   the step has become part of a graph
 */
export function muonStep(parameters: readonly MuonParameter[], numbers: () => MuonNumbers): void {
  tf.tidy(() => {
    const [rate, keep] = feedScalars(() => {
      const { learningRate, decay } = numbers();
      return [learningRate, 1 - decay];
    }).map((id) => toTensor({ id, shape: [], dtype: DataType.float32 }));
    for (const { variable, momentum, gradient } of parameters) {
      const columns = variable.shape[variable.rank - 1];
      const rows = variable.size / columns;
      const sum = tf.add(tf.mul(momentum, KEPT), gradient);
      // Nesterov momentum: as if the next gradient equalled this one.
      const ahead = tf.add(tf.mul(sum, KEPT), gradient);
      const direction = orthogonalize(tf.reshape(ahead, [rows, columns]));
      const size = tf.mul(rate, SIZE * Math.sqrt(Math.max(rows, columns)));
      const step = tf.reshape(tf.mul(direction, size), variable.shape);
      momentum.assign(sum);
      variable.assign(tf.sub(tf.mul(variable, keep), step));
    }
  });
}
