import { tf } from '../tensorflow';
import { storedType } from '../bfloat16';
import { attribute, runNative } from '../native-op';
import { addKernel, replaceGradient, replaceKernel, type Undo } from '../replace';
import { isFloat, onNativeBackend, runKernel } from './call';

/** The gradient of ReLU in one pass over its output; the stock one is step, cast and multiply. */
export function replaceRelu(): Undo[] {
  return [
    replaceKernel('Relu', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      if (!isFloat(x)) return stock(call);
      const type = storedType(x);
      return runNative('Relu', [attribute.type('T', type)], [{ tensor: x, as: type }]);
    }),
    addKernel('ReluGrad', ({ inputs }) => {
      const { dy, y } = inputs as Record<string, tf.TensorInfo>;
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
    replaceGradient({
      kernelName: 'Relu',
      outputsToSave: [true],
      gradFunc: (dy, [y]) => ({ x: () => reluGradient(dy as tf.Tensor, y) }),
    }),
    // For second derivatives: linear in dy, flat in y.
    replaceGradient({
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
