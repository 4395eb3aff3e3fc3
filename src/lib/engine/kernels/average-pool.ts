import { tf } from '../tensorflow';
import { storedType } from '../native/bfloat16';
import { vectorHandle } from '../native/constants';
import { attribute, type Attribute, castHandle, DataType } from '../native/binding';
import { entryOf, runNative, toTensor } from '../native/native-op';
import { addKernel, patchGradient, patchKernel, type Undo } from '../native/patch';
import { isFloat, onNativeBackend, runKernel } from './call';

interface PoolAttributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'same' | 'valid' | number;
}

function poolAttributes(type: DataType, { filterSize, strides, pad }: PoolAttributes): Attribute[] {
  const pair = (value: number | [number, number]) => (typeof value === 'number' ? [value, value] : value);
  return [
    attribute.type('T', type),
    attribute.int('ksize', [1, ...pair(filterSize), 1]),
    attribute.int('strides', [1, ...pair(strides), 1]),
    attribute.string('padding', pad === 'same' ? 'SAME' : 'VALID'),
    attribute.string('data_format', 'NHWC'),
  ];
}

const BFLOAT16 = DataType.bfloat16;

/**
 * Average pooling in bfloat16, global too, and a gradient of the mean that needs no array of ones
 * from JavaScript.
 */
export function patchAveragePool(): Undo[] {
  return [
    patchKernel('AvgPool', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as PoolAttributes;
      const type = storedType(x);
      if (type !== BFLOAT16 || typeof attrs.pad === 'number' || x.shape.length !== 4) return stock(call);
      return runNative('AvgPool', poolAttributes(type, attrs), [{ tensor: x, as: type }]);
    }),
    patchKernel('AvgPoolGrad', (stock) => (call) => {
      const { dy, input } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as PoolAttributes;
      const type = storedType(input);
      if (type !== BFLOAT16 || typeof attrs.pad === 'number' || input.shape.length !== 4) return stock(call);
      return runNative('AvgPoolGrad', poolAttributes(type, attrs), [
        vectorHandle(input.shape),
        { tensor: dy, as: type },
      ]);
    }),
    patchKernel('Mean', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      const { axis, keepDims } = call.attrs as unknown as { axis: number | number[]; keepDims: boolean };
      const axes = tf.util.parseAxisParam(axis, x.shape);
      const overPlaces = x.shape.length === 4 && axes.length === 2 && axes.includes(1) && axes.includes(2);
      if (!overPlaces || storedType(x) !== BFLOAT16) return stock(call);
      const [batch, height, width, channels] = x.shape;
      // Average pooling over the whole image accumulates in float32; TensorFlow's Mean would use
      // bfloat16.
      const attributes = poolAttributes(BFLOAT16, { filterSize: [height, width], strides: 1, pad: 'valid' });
      return tf.tidy(() =>
        tf.reshape(
          runNative('AvgPool', attributes, [{ tensor: x, as: BFLOAT16 }]),
          keepDims ? [batch, 1, 1, channels] : [batch, channels],
        ),
      );
    }),
    addKernel('FormatLike', ({ inputs }) => {
      const { x, like } = inputs as Record<string, tf.TensorInfo>;
      const [from, to] = [storedType(x), storedType(like)];
      return toTensor({ id: castHandle(entryOf(x).id, from, to), shape: x.shape, dtype: to });
    }),
    patchGradient({
      kernelName: 'FormatLike',
      inputsToSave: ['like'],
      gradFunc: (dy, [like]) => ({ x: () => (dy as tf.Tensor).clone(), like: () => tf.zerosLike(like) }),
    }),
    patchGradient({
      kernelName: 'Mean',
      inputsToSave: ['x'],
      gradFunc: (dy, [x], attrs) => ({
        x: () => {
          const axes = tf.util.parseAxisParam(
            (attrs as unknown as { axis: number | number[] }).axis,
            x.shape,
          );
          const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
          const count = tf.util.sizeFromShape(axes.map((axis) => x.shape[axis]));
          const share = tf.div(tf.reshape(dy as tf.Tensor, kept), count);
          const formatted =
            onNativeBackend() && isFloat(x) ? runKernel('FormatLike', { x: share, like: x }) : share;
          return tf.broadcastTo(formatted, x.shape);
        },
      }),
    }),
  ];
}
