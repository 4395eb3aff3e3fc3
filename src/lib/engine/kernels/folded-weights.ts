import { tf } from '../tensorflow';
import { DataType, ownHandle, release } from '../native/binding';
import { entryOf } from '../native/native-op';
import type { FoldedWeights } from '../native/tensor-entry';
import { attachState } from '../native/tensor-state';
import { provide, untraced } from '../native/trace';

/** A normalization by running statistics, all [channels]. */
export interface Normalization {
  mean: tf.TensorInfo;
  variance: tf.TensorInfo;
  scale?: tf.TensorInfo;
  offset?: tf.TensorInfo;
  epsilon: number;
}

/**
 * Multiplies a normalization into a convolution's filter and bias and converts them to the given
 * type. The result is cached with the filter until one of the weights changes. A handle's number is
 * never reused and its values never change, so the numbers of all handles identify the values.
 */
export function foldWeights(weights: Weights, options: FoldOptions): FoldedWeights {
  const folded = untraced(() => findOrFold(weights, options));
  const { mean, variance, scale, offset } = options.normalization ?? {};
  const tensors = [weights.filter, weights.bias, mean, variance, scale, offset];
  // A temporary tensor would be gone at the next run. Without a provider the trace refuses it.
  if (tensors.every((tensor) => !tensor || tensor instanceof tf.Variable)) {
    const { filter } = weights;
    const channels = filter.shape.slice(-1);
    const outputs = [filter.shape, channels].map((shape) => ({ shape, dtype: options.type }));
    const provider = { handles: () => findOrFold(weights, options).handles };
    provide(provider, { handles: folded.handles, outputs });
  }
  return folded;
}

interface Weights {
  filter: tf.TensorInfo;
  bias?: tf.TensorInfo;
}

interface FoldOptions {
  normalization?: Normalization;
  type: DataType;
}

function findOrFold({ filter, bias }: Weights, { normalization, type }: FoldOptions): FoldedWeights {
  const { mean, variance, scale, offset, epsilon } = normalization ?? {};
  const weights = [filter, bias, mean, variance, scale, offset];
  const purpose = purposeOf([bias, mean, variance, scale, offset], { epsilon, type });
  const key = weights.map((weight) => weight && entryOf(weight).id).join();
  const entry = entryOf(filter);
  const before = entry.folded?.get(purpose);
  if (before?.key === key) return before;
  if (before) release(...before.handles);
  const handles = tf.tidy(() => {
    const folded = normalization ? fold({ filter, bias }, normalization) : [filter, ...(bias ? [bias] : [])];
    return folded.map((tensor) => {
      const { id, dtype } = entryOf(tensor);
      return ownHandle(id, { from: dtype, to: type });
    });
  });
  const made = { key, handles };
  attachState(entry, { folded: (entry.folded ?? new Map<string, FoldedWeights>()).set(purpose, made) });
  return made;
}

/** Numbers of variables, which identify them as long as they live. */
const numbers = new WeakMap<object, number>();
let variables = 0;

/**
 * Identifies what folded weights are for: a filter may feed a normalization and also bypass it, and
 * a graph then needs both versions. All temporary tensors share one purpose, so a newer one
 * replaces the older.
 */
function purposeOf(
  tensors: readonly (tf.TensorInfo | undefined)[],
  { epsilon, type }: { epsilon?: number; type: DataType },
): string {
  const names = tensors.map((tensor) => {
    if (!tensor) return '';
    if (!(tensor instanceof tf.Variable)) return 'moment';
    if (!numbers.has(tensor)) numbers.set(tensor, variables++);
    return `${numbers.get(tensor)}`;
  });
  return [...names, epsilon, type].join();
}

/**
 * scale * (filter * x + bias - mean) / sqrt(variance + epsilon) + offset, grouped by the factors of
 * x.
 */
function fold(
  { filter, bias }: Weights,
  { mean, variance, scale, offset, epsilon }: Normalization,
): tf.Tensor[] {
  const [w, b, m, v, s, o] = [filter, bias, mean, variance, scale, offset].map(
    (weight) => weight as tf.Tensor | undefined,
  );
  const root = tf.rsqrt(tf.add(v!, epsilon));
  const factor = s ? tf.mul(root, s) : root;
  const shift = tf.mul(b ? tf.sub(b, m!) : tf.neg(m!), factor);
  return [tf.mul(w!, factor), o ? tf.add(shift, o) : shift];
}
