import { tf } from '../tensorflow';
import { alias, type Attribute, castHandle, DataType, ownHandle, release } from '../native/binding';
import { deferredTensor } from '../native/deferred';
import { entryOf, executeNative } from '../native/native-op';
import type { Deferred, Output } from '../native/tensor-entry';
import { foldWeights, type Normalization } from './folded-weights';
import { hasOnednn, ONEDNN } from './onednn';

const WITH_BIAS = '_MklNativeConv2DWithBias';

/** What an undone convolution of prediction offers a normalization that follows. */
export interface DeferredConvolution extends Deferred {
  kind: 'convolution';
  /** The same with the normalization in its weights, again to be done; not when the weights have changed since. */
  normalized(normalization: Normalization): tf.Tensor | undefined;
}

interface Operands {
  x: tf.TensorInfo;
  filter: tf.Variable;
  bias?: tf.Variable;
}

/** Whether this TensorFlow has a convolution that adds a bias on the way, in both precisions. */
export function hasConvolutionWithBias(opAttributes: (type: DataType) => Attribute[]): boolean {
  return [DataType.float32, DataType.bfloat16].every((type) =>
    tf.tidy(() =>
      hasOnednn(WITH_BIAS, {
        attributes: opAttributes(type),
        inputs: [[1, 1, 1, 1], [1, 1, 1, 1], [1]].map((shape) => ({ tensor: tf.ones(shape), as: type })),
        outputs: 1,
      }),
    ),
  );
}

/**
 * A convolution of prediction, to be done when somebody wants it: a normalization after it goes into its weights, and its
 * weights are cast once instead of at each call. Only for weights that stay (tf.Variable).
 *
 * @param attributes those of Conv2D, in the type to compute in
 * @param shape the result's
 */
export function deferConvolution(
  { x, filter, bias }: Operands,
  { attributes, shape, type }: { attributes: Attribute[]; shape: number[]; type: DataType },
): tf.Tensor {
  const variables = bias ? [filter, bias] : [filter];
  const ids = variables.map((variable) => entryOf(variable).id);
  // Training may change the weights before the op runs: it is then done with those of now.
  const unchanged = () =>
    variables.every((variable, i) => !variable.isDisposed && entryOf(variable).id === ids[i]);
  const { id, dtype } = entryOf(x);
  const input = ownHandle(id, { from: dtype, to: type });
  const convolve = (inputs: number[]): Output =>
    inputs.length === 3
      ? executeNative(WITH_BIAS, [...attributes, ONEDNN], inputs)[0]
      : executeNative('Conv2D', attributes, inputs)[0];
  const handles = [input, ...ids.map((weight) => alias(weight, DataType.float32))];
  const deferred: DeferredConvolution = {
    kind: 'convolution',
    handles,
    run() {
      if (unchanged()) return convolve([input, ...foldWeights({ filter, bias }, { type }).handles]);
      const cast = handles.slice(1).map((weight) => castHandle(weight, DataType.float32, type));
      const output = convolve([input, ...cast]);
      release(...cast);
      return output;
    },
    normalized(normalization) {
      if (!unchanged()) return undefined;
      const weights = foldWeights({ filter, bias }, { normalization, type }).handles;
      const operands = [input, ...weights].map((handle) => alias(handle, type));
      const run = () => convolve(operands);
      return deferredTensor(
        { kind: 'normalized convolution', handles: operands, run },
        { shape, dtype: type },
      );
    },
  };
  return deferredTensor(deferred, { shape, dtype: type });
}
