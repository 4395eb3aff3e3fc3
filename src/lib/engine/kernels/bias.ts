import { tf } from '../tensorflow';
import { storedType } from '../bfloat16';
import { attribute, type DataType, runNative, type Attribute } from '../native-op';
import { addKernel, replaceGradient, type Undo } from '../replace';
import { runKernel } from './call';

const attributes = (type: DataType): Attribute[] => [
  attribute.type('T', type),
  attribute.string('data_format', 'NHWC'),
];

/** A bias per channel, and its gradient by TensorFlow's own op (the stock one is a general sum over three axes). */
export function addBiasKernels(): Undo[] {
  return [
    addKernel('BiasAdd', ({ inputs }) => {
      const { x, bias } = inputs as Record<string, tf.TensorInfo>;
      const type = storedType(x);
      return runNative('BiasAdd', attributes(type), [
        { tensor: x, as: type },
        { tensor: bias, as: type },
      ]);
    }),
    addKernel('BiasAddGrad', ({ inputs }) => {
      const { dy } = inputs as Record<string, tf.TensorInfo>;
      const type = storedType(dy);
      return runNative('BiasAddGrad', attributes(type), [{ tensor: dy, as: type }]);
    }),
    replaceGradient({
      kernelName: 'BiasAdd',
      gradFunc: (dy) => ({
        x: () => (dy as tf.Tensor).clone(),
        bias: () => runKernel('BiasAddGrad', { dy: dy as tf.Tensor }),
      }),
    }),
    // For second derivatives: a sum spreads its gradient over what it summed.
    replaceGradient({
      kernelName: 'BiasAddGrad',
      inputsToSave: ['dy'],
      gradFunc: (ddy, [dy]) => ({ dy: () => tf.broadcastTo(ddy as tf.Tensor, dy.shape) }),
    }),
  ];
}

/** `x` [..., channels] plus `bias` [channels]. */
export function addBias(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return runKernel('BiasAdd', { x, bias });
}
