import { tf } from '../tensorflow';
import { storedType } from '../native/bfloat16';
import { alias, attribute } from '../native/binding';
import { deferredOf, deferredTensor } from '../native/deferred';
import { entryOf, executeNative, runNative, toTensor } from '../native/native-op';
import type { Deferred, Output } from '../native/tensor-entry';
import { addKernel, patchGradient, patchKernel, type Undo } from '../native/patch';
import type { DeferredNormalization } from './batch-normalization';
import { gradientDepth, isFloat, onNativeBackend, runKernel } from './call';

/** A deferred ReLU, which a following max pool can absorb. */
export interface DeferredRelu extends Deferred {
  kind: 'relu';
  /** Handle of the ReLU's input. */
  x: number;
}

/** A deferred gradient of a max pool that absorbed a ReLU, for the gradient of that ReLU. */
export interface DeferredPoolGradient extends Deferred {
  kind: 'pool gradient';
  /** The data of the ReLU's result, which are the pool's input. */
  input: object;
  /** Computes the gradient of the ReLU's input: zero where the ReLU was off. */
  runRectified(): Output;
}

/**
 * ReLU, with a gradient that takes one pass over its output (the stock one is step, cast and
 * multiply). In prediction it joins a preceding normalization. Otherwise it is deferred until a max
 * pool, after which there are a quarter as many numbers to rectify.
 */
export function patchRelu(): Undo[] {
  return [
    patchKernel('Relu', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      if (!isFloat(x)) return stock(call);
      const type = storedType(x);
      const before = deferredOf(x);
      if (before?.kind === 'normalization') return toTensor((before as DeferredNormalization).runRectified());
      const attributes = [attribute.type('T', type)];
      if (gradientDepth() > 1 || x.shape.length !== 4)
        return runNative('Relu', attributes, [{ tensor: x, as: type }]);
      const id = alias(entryOf(x).id, type);
      const deferred: DeferredRelu = {
        kind: 'relu',
        handles: [id],
        x: id,
        run: () => executeNative('Relu', attributes, [id])[0],
      };
      return deferredTensor(deferred, { shape: x.shape, dtype: type });
    }),
    addKernel('ReluGrad', ({ inputs }) => {
      const { dy, y } = inputs as Record<string, tf.TensorInfo>;
      const before = deferredOf(dy);
      // The max pool that absorbed this ReLU knows a shorter way. A pool behind another ReLU does
      // not count.
      if (before?.kind === 'pool gradient' && (before as DeferredPoolGradient).input === y.dataId)
        return toTensor((before as DeferredPoolGradient).runRectified());
      const type = storedType(y);
      return runNative(
        'ReluGrad',
        [attribute.type('T', type)],
        [
          { tensor: dy, as: type },
          { tensor: y, as: type },
        ],
      );
    }),
    patchGradient({
      kernelName: 'Relu',
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({ x: () => reluGradient(dy as tf.Tensor, y) }),
    }),
    // For second derivatives: linear in dy, constant in y.
    patchGradient({
      kernelName: 'ReluGrad',
      inputsToSave: ['y'],
      gradFunc: (ddy, [y]) => ({ dy: () => reluGradient(ddy as tf.Tensor, y), y: () => tf.zerosLike(y) }),
    }),
  ];
}

function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  if (!onNativeBackend() || !isFloat(y)) return tf.mul(dy, tf.cast(tf.step(y), 'float32'));
  return runKernel('ReluGrad', { dy, y });
}
