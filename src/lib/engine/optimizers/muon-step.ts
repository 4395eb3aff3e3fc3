import { changingScalars } from '../native/trace';
import { DataType } from '../native/binding';
import { toTensor } from '../native/native-op';
import { orthogonalize } from './orthogonalize';
import { tf } from '../tensorflow';

/** A kernel with what Muon keeps of it, in its shape: the last dimension is what it gives, the others what it takes. */
export interface MuonParameter {
  variable: tf.Variable;
  /** Sum of the gradients that fades, zeros before the first step. */
  momentum: tf.Variable;
  gradient: tf.Tensor;
}

/** The numbers of a step of Muon. */
export interface MuonNumbers {
  learningRate: number;
  /** Part of a weight taken away before the step. */
  decay: number;
}

/** How much of the sum of the gradients is kept at each step. */
const KEPT = 0.95;

/** The root of the mean square of a step at the learning rate 1: what Adam's steps have, so that both share a rate. */
const SIZE = 0.2;

/**
 * One step of Muon: each kernel moves along its orthogonalized momentum, so that all directions which it can tell apart
 * are learned at the same pace. Jordan (2024), https://kellerjordan.github.io/posts/muon; its size as in Liu et al.,
 * "Muon is Scalable for LLM Training" (2025), https://arxiv.org/abs/2502.16982.
 *
 * @param numbers gives those of this step; of each later one, too, where the step has become part of a graph
 */
export function muonStep(parameters: readonly MuonParameter[], numbers: () => MuonNumbers): void {
  tf.tidy(() => {
    const [rate, keep] = changingScalars(() => {
      const { learningRate, decay } = numbers();
      return [learningRate, 1 - decay];
    }).map((id) => toTensor({ id, shape: [], dtype: DataType.float32 }));
    for (const { variable, momentum, gradient } of parameters) {
      const columns = variable.shape[variable.rank - 1];
      const rows = variable.size / columns;
      const sum = tf.add(tf.mul(momentum, KEPT), gradient);
      // Nesterov's way: as if the next gradient were this one again.
      const ahead = tf.add(tf.mul(sum, KEPT), gradient);
      const direction = orthogonalize(tf.reshape(ahead, [rows, columns]));
      const size = tf.mul(rate, SIZE * Math.sqrt(Math.max(rows, columns)));
      const step = tf.reshape(tf.mul(direction, size), variable.shape);
      momentum.assign(sum);
      variable.assign(tf.sub(tf.mul(variable, keep), step));
    }
  });
}
