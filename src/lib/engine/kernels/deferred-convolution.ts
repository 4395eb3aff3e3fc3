import { tf } from '../tensorflow';
import { alias, type Attribute, castHandle, DataType, ownHandle, release } from '../native/binding';
import { deferredTensor } from '../native/deferred';
import { entryOf, executeNative } from '../native/native-op';
import type { Deferred, Output } from '../native/tensor-entry';
import { foldWeights, type Normalization } from './folded-weights';
import { hasOnednn, ONEDNN } from './onednn';

const WITH_BIAS = '_MklNativeConv2DWithBias';

/** A deferred convolution of a prediction, which a following normalization can be folded into. */
export interface DeferredConvolution extends Deferred {
  kind: 'convolution';
  /**
   * Returns the convolution with the normalization folded into its weights, deferred as well;
   * undefined if the weights have changed since.
   */
  normalized(normalization: Normalization): tf.Tensor | undefined;
}

interface Operands {
  x: tf.TensorInfo;
  filter: tf.Variable;
  bias?: tf.Variable;
}

/** Whether this TensorFlow build has a convolution with a bias, in both precisions. */
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
 * Creates a tensor for a convolution in prediction that is computed on demand. A following
 * normalization is folded into the weights, and the weights are cast once instead of at each call.
 * Only for persistent weights (tf.Variable).
 *
 * @param operands
 * @param options
 * @param options.attributes Conv2D's attributes, in the type to compute in
 * @param options.shape the result's shape
 */
export function deferConvolution(
  { x, filter, bias }: Operands,
  { attributes, shape, type }: { attributes: Attribute[]; shape: number[]; type: DataType },
): tf.Tensor {
  const variables = bias ? [filter, bias] : [filter];
  const ids = variables.map((variable) => entryOf(variable).id);
  // Training may change the weights before the op runs. It then uses the weights that it was
  // created with.
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
