import { tf } from '../tensorflow';
import { storedType } from '../native/bfloat16';
import { alias, attribute, type Attribute, castHandle, DataType, release } from '../native/binding';
import { deferredTensor } from '../native/deferred';
import { entryOf, executeNative, runNative } from '../native/native-op';
import type { Deferred, Output } from '../native/tensor-entry';
import { addKernel, patchGradient, type Undo } from '../native/patch';
import { runKernel } from './call';

const attributes = (type: DataType): Attribute[] => [
  attribute.type('T', type),
  attribute.string('data_format', 'NHWC'),
];

/**
 * Adds a bias per channel, with TensorFlow's own op for the gradient (the stock one is a general
 * sum over three axes).
 */
export function addBiasKernels(): Undo[] {
  return [
    addKernel('BiasAdd', ({ inputs }) => {
      const { x, bias } = inputs as Record<string, tf.TensorInfo>;
      const { id, dtype } = entryOf(x);
      return biasTensor({ id: alias(id, dtype), shape: x.shape, dtype }, bias);
    }),
    addKernel('BiasAddGrad', ({ inputs }) => {
      const { dy } = inputs as Record<string, tf.TensorInfo>;
      // A bias before a normalization has no effect, so its gradient is zero.
      const channels = dy.shape[dy.shape.length - 1];
      if (entryOf(dy).sumsToZero === channels) return tf.zeros([channels]);
      const type = storedType(dy);
      return runNative('BiasAddGrad', attributes(type), [{ tensor: dy, as: type }]);
    }),
    patchGradient({
      kernelName: 'BiasAdd',
      gradFunc: (dy) => ({
        x: () => (dy as tf.Tensor).clone(),
        bias: () => runKernel('BiasAddGrad', { dy: dy as tf.Tensor }),
      }),
    }),
    // For second derivatives: the gradient of a sum is broadcast to its summands.
    patchGradient({
      kernelName: 'BiasAddGrad',
      inputsToSave: ['dy'],
      gradFunc: (ddy, [dy]) => ({ dy: () => tf.broadcastTo(ddy as tf.Tensor, dy.shape) }),
    }),
  ];
}

/** A deferred bias, which a following normalization makes unnecessary. */
export interface DeferredBias extends Deferred {
  kind: 'bias';
  /** Handles of both summands. The bias is float32. */
  x: number;
  bias: number;
}

/** Creates a tensor for x + bias that is computed on demand. Takes ownership of the output `x`. */
export function biasTensor(x: Output, bias: tf.TensorInfo): tf.Tensor {
  const biasId = alias(entryOf(bias).id, DataType.float32);
  const type = x.dtype as DataType;
  const deferred: DeferredBias = {
    kind: 'bias',
    handles: [x.id, biasId],
    x: x.id,
    bias: biasId,
    run() {
      const summand = type === DataType.float32 ? biasId : castHandle(biasId, DataType.float32, type);
      const [sum] = executeNative('BiasAdd', attributes(type), [x.id, summand]);
      if (summand !== biasId) release(summand);
      return sum;
    },
  };
  return deferredTensor(deferred, x);
}

/** Returns `x` [..., channels] plus `bias` [channels]. */
export function addBias(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return runKernel('BiasAdd', { x, bias });
}
