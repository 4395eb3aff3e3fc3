import { tf } from '../tensorflow';
import { storedType } from '../bfloat16';
import { filledHandle } from '../constants';
import {
  attribute,
  DataType,
  executeNative,
  release,
  toTensor,
  type Attribute,
  type NativeInput,
} from '../native-op';
import { addKernel, replaceGradient, replaceKernel, type Undo } from '../replace';
import { isFloat, runKernel } from './call';

const NAME = 'BatchNormalizationTraining';

function opAttributes(
  type: DataType,
  { epsilon, training }: { epsilon: number; training: boolean },
): Attribute[] {
  return [
    attribute.type('T', type),
    attribute.type('U', DataType.float32),
    attribute.float('epsilon', epsilon),
    attribute.string('data_format', 'NHWC'),
    attribute.bool('is_training', training),
  ];
}

const float = (tensor: tf.TensorInfo): NativeInput => ({ tensor, as: DataType.float32 });

/** Normalisation by a batch's own statistics, forward and backward, in one TensorFlow op each. */
export function replaceBatchNormalization(): Undo[] {
  return [
    addKernel(NAME, ({ inputs, attrs }) => {
      const { x, scale, offset } = inputs as Record<string, tf.TensorInfo>;
      const { epsilon } = attrs as unknown as { epsilon: number };
      const type = storedType(x);
      const nothing = filledHandle(0, 0);
      const attributes = [
        ...opAttributes(type, { epsilon, training: true }),
        attribute.float('exponential_avg_factor', 1),
      ];
      const outputs = executeNative(
        'FusedBatchNormV3',
        attributes,
        [{ tensor: x, as: type }, float(scale), float(offset), nothing, nothing],
        6,
      );
      // Outputs 1 and 2 are the batch's mean and variance, 3 and 4 what the gradient wants of them.
      release(outputs[5]);
      return outputs.slice(0, 5).map(toTensor);
    }),
    replaceGradient({
      kernelName: NAME,
      inputsToSave: ['x', 'scale'],
      outputsToSave: [false, false, false, true, true],
      gradFunc: (dys, [x, scale, mean, variance], attrs) => {
        const [dy] = dys as tf.Tensor[];
        const { epsilon } = attrs as unknown as { epsilon: number };
        const type = storedType(x);
        const outputs = executeNative(
          'FusedBatchNormGradV3',
          opAttributes(type, { epsilon, training: true }),
          [
            { tensor: dy, as: type },
            { tensor: x, as: type },
            float(scale),
            float(mean),
            float(variance),
            filledHandle(0, 0),
          ],
          5,
        );
        release(outputs[3], outputs[4]);
        const [dx, dscale, doffset] = outputs.slice(0, 3).map(toTensor);
        return { x: () => dx, scale: () => dscale, offset: () => doffset };
      },
    }),
    replaceKernel('FusedBatchNorm', (stock) => (call) => {
      const { x, mean, variance, scale, offset } = call.inputs as Record<string, tf.TensorInfo>;
      const { varianceEpsilon } = call.attrs as unknown as { varianceEpsilon: number };
      const channels = x.shape[x.shape.length - 1];
      if (x.shape.length !== 4 || mean.shape.length > 1 || !isFloat(x)) return stock(call);
      const type = storedType(x);
      const outputs = executeNative(
        'FusedBatchNormV3',
        opAttributes(type, { epsilon: varianceEpsilon, training: false }),
        [
          { tensor: x, as: type },
          scale ? float(scale) : filledHandle(channels, 1),
          offset ? float(offset) : filledHandle(channels, 0),
          float(mean),
          float(variance),
        ],
        6,
      );
      release(...outputs.slice(1));
      return toTensor(outputs[0]);
    }),
  ];
}

/**
 * Normalises each channel of `x` [batch, height, width, channels] by the batch's own mean and variance.
 *
 * @returns the normalised tensor, the mean and the variance ([channels] each; the variance divides by n, not n - 1)
 */
export function normalizeByBatch(
  x: tf.Tensor4D,
  { scale, offset, epsilon }: { scale: tf.Tensor; offset: tf.Tensor; epsilon: number },
): [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] {
  const [y, mean, unbiased] = runKernel<tf.Tensor[]>(NAME, { x, scale, offset }, { epsilon });
  // TensorFlow returns the unbiased variance (n - 1), tfjs averages the biased one.
  const n = x.size / x.shape[3];
  const variance: tf.Tensor1D = tf.mul(unbiased, Math.max(n - 1, 1) / n);
  return [y as tf.Tensor4D, mean as tf.Tensor1D, variance];
}
