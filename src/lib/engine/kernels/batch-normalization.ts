import { tf } from '../tensorflow';
import { storedType } from '../native/bfloat16';
import { filledHandle } from '../native/constants';
import { alias, attribute, type Attribute, DataType, release } from '../native/binding';
import { deferredOf, deferredTensor } from '../native/deferred';
import { entryOf, executeNative, type NativeInput, toTensor } from '../native/native-op';
import type { Deferred, Output } from '../native/tensor-entry';
import type { TracedOp } from '../native/trace';
import { attachState } from '../native/tensor-state';
import { addKernel, patchGradient, patchKernel, type Undo } from '../native/patch';
import type { DeferredBias } from './bias';
import { gradientDepth, isFloat, runKernel } from './call';
import type { DeferredConvolution } from './deferred-convolution';
import { hasOnednn, ONEDNN } from './onednn';

const NAME = 'BatchNormalizationTraining';

/** A deferred normalization, which a following ReLU can join. */
export interface DeferredNormalization extends Deferred {
  kind: 'normalization';
  /** Normalization and ReLU in one pass. */
  runRectified(): Output;
}

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

/** The attributes of the ops that normalize, as opposed to their gradients. */
const forwardAttributes = (...given: Parameters<typeof opAttributes>): Attribute[] => [
  ...opAttributes(...given),
  attribute.float('exponential_avg_factor', 1),
];

const RECTIFIED_OP = '_MklNativeFusedBatchNormEx';

const RECTIFIED = [attribute.string('activation_mode', 'Relu'), attribute.int('num_side_inputs', 0)];

const float = (tensor: tf.TensorInfo): NativeInput => ({ tensor, as: DataType.float32 });

/**
 * Returns a tensor's data without a deferred bias, since a normalization would subtract the bias
 * again.
 */
function withoutBias(x: tf.TensorInfo): { x: NativeInput; bias?: number } {
  const deferred = deferredOf(x);
  if (deferred?.kind !== 'bias') return { x: { tensor: x, as: storedType(x) } };
  const { x: raw, bias } = deferred as DeferredBias;
  return { x: raw, bias };
}

/** Adds a bias to a statistic or subtracts it; both are [channels]. */
function shift(op: 'Add' | 'Sub', statistic: NativeInput, bias: number): Output {
  return executeNative(
    op === 'Add' ? 'AddV2' : op,
    [attribute.type('T', DataType.float32)],
    [statistic, bias],
  )[0];
}

/** Whether oneDNN's op that normalizes and rectifies is there, known once the kernels are patched. */
let hasRectified = false;

function findRectified(): boolean {
  return (['float32', 'bfloat16'] as const).every((precision) => {
    const type = DataType[precision];
    return tf.tidy(() =>
      hasOnednn(RECTIFIED_OP, {
        attributes: [...forwardAttributes(type, { epsilon: 1e-3, training: false }), ...RECTIFIED],
        inputs: [{ tensor: tf.ones([1, 1, 1, 1]), as: type }, ...[0, 1, 2, 3].map(() => filledHandle(1, 1))],
        outputs: 6,
      }),
    );
  });
}

/** oneDNN normalizes other numbers of channels in plain loops, which a ReLU makes slower. */
const CHANNELS = 16;

/**
 * The op that rectifies the result of a training normalization, too, with the same bits; undefined
 * if `op` is no such normalization, or if there is none that is as fast.
 */
export function rectifiedNormalization(op: TracedOp): TracedOp | undefined {
  const isTraining = op.attributes.some(({ name, value }) => name === 'is_training' && value === true);
  const channels = op.outputs[0]?.shape[3];
  if (!hasRectified || op.name !== 'FusedBatchNormV3' || !isTraining || channels % CHANNELS) return undefined;
  return { ...op, name: RECTIFIED_OP, attributes: [...op.attributes, ...RECTIFIED, ONEDNN] };
}

/** Normalization by batch statistics, forward and backward, each as one TensorFlow op. */
function trainingKernel(): Undo[] {
  return [
    addKernel(NAME, ({ inputs, attrs }) => {
      const { x, scale, offset } = inputs as Record<string, tf.TensorInfo>;
      const { epsilon } = attrs as unknown as { epsilon: number };
      const nothing = filledHandle(0, 0);
      const source = withoutBias(x);
      const [y, mean, variance, savedMean, savedVariance, reserve] = executeNative(
        'FusedBatchNormV3',
        forwardAttributes(storedType(x), { epsilon, training: true }),
        [source.x, float(scale), float(offset), nothing, nothing],
        6,
      );
      release(reserve);
      let trueMean = mean;
      if (source.bias !== undefined) {
        trueMean = shift('Add', mean.id, source.bias);
        release(mean);
      }
      return [y, trueMean, variance, savedMean, savedVariance].map(toTensor);
    }),
    patchGradient({
      kernelName: NAME,
      inputsToSave: ['x', 'scale'],
      outputsToSave: [false, true, false, true, true],
      gradFunc: (dys, [x, scale, trueMean, savedMean, savedVariance], attrs) => {
        const [dy] = dys as tf.Tensor[];
        const { epsilon } = attrs as unknown as { epsilon: number };
        const type = storedType(x);
        const source = withoutBias(x);
        const outputs = executeNative(
          'FusedBatchNormGradV3',
          opAttributes(type, { epsilon, training: true }),
          [
            { tensor: dy, as: type },
            source.x,
            float(scale),
            // The mean of the data as x holds them now: the deferred bias may have been added in
            // the meantime.
            float(source.bias === undefined ? trueMean : savedMean),
            float(savedVariance),
            filledHandle(0, 0),
          ],
          5,
        );
        release(outputs[3], outputs[4]);
        const [dx, dscale, doffset] = outputs.slice(0, 3).map(toTensor);
        attachState(entryOf(dx), { sumsToZero: dx.shape[dx.shape.length - 1] });
        return { x: () => dx, scale: () => dscale, offset: () => doffset };
      },
    }),
  ];
}

/** Normalization by running statistics. In prediction it is deferred so that a ReLU can join it. */
function predictionKernel(): Undo {
  return patchKernel('FusedBatchNorm', (stock) => (call) => {
    const { x, mean, variance, scale, offset } = call.inputs as Record<string, tf.TensorInfo>;
    const { varianceEpsilon } = call.attrs as unknown as { varianceEpsilon: number };
    const channels = x.shape[x.shape.length - 1];
    if (x.shape.length !== 4 || mean.shape.length > 1 || !isFloat(x)) return stock(call);
    const before = deferredOf(x);
    if (before?.kind === 'convolution' && gradientDepth() === 0) {
      const normalization = { mean, variance, scale, offset, epsilon: varianceEpsilon };
      const y = (before as DeferredConvolution).normalized(normalization);
      if (y) return y;
    }
    const type = storedType(x);
    const source = withoutBias(x);
    const handles: number[] = [];
    const own = (input: NativeInput, dtype: DataType) => {
      handles.push(alias(typeof input === 'number' ? input : entryOf(input.tensor).id, dtype));
      return handles[handles.length - 1];
    };
    const statistics = (): NativeInput => {
      if (source.bias === undefined) return float(mean);
      handles.push(shift('Sub', float(mean), source.bias).id);
      return handles[handles.length - 1];
    };
    const attributes = forwardAttributes(type, { epsilon: varianceEpsilon, training: false });
    const run = (name: string, inputs: NativeInput[], more: Attribute[] = []) => {
      const [y, ...others] = executeNative(name, [...attributes, ...more], inputs, 6);
      release(...others);
      return y;
    };
    const scaleInput = scale ? float(scale) : filledHandle(channels, 1);
    const offsetInput = offset ? float(offset) : filledHandle(channels, 0);
    if (!hasRectified || gradientDepth() > 0) {
      const y = run('FusedBatchNormV3', [source.x, scaleInput, offsetInput, statistics(), float(variance)]);
      release(...handles);
      return toTensor(y);
    }
    const inputs = [
      own(source.x, type),
      ...[scaleInput, offsetInput, statistics(), float(variance)].map((input) =>
        own(input, DataType.float32),
      ),
    ];
    const deferred: DeferredNormalization = {
      kind: 'normalization',
      handles,
      run: () => run('FusedBatchNormV3', inputs),
      runRectified: () => run(RECTIFIED_OP, inputs, [...RECTIFIED, ONEDNN]),
    };
    return deferredTensor(deferred, { shape: x.shape, dtype: type });
  });
}

/** Patches batch normalization, in training and in prediction. */
export function patchBatchNormalization(): Undo[] {
  hasRectified = findRectified();
  return [...trainingKernel(), predictionKernel()];
}

/**
 * Normalizes each channel of `x` [batch, height, width, channels] by the batch's mean and variance.
 *
 * @returns the normalized tensor, the mean and the variance, both [channels]; the variance divides
 *   by n, not n - 1
 */
export function normalizeByBatch(
  x: tf.Tensor4D,
  { scale, offset, epsilon }: { scale: tf.Tensor; offset: tf.Tensor; epsilon: number },
): [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] {
  const [y, mean, unbiased] = runKernel<tf.Tensor[]>(NAME, { x, scale, offset }, { epsilon });
  // TensorFlow returns the unbiased variance (n - 1), but tfjs averages the biased one.
  const n = x.size / x.shape[3];
  const variance: tf.Tensor1D = tf.mul(unbiased, Math.max(n - 1, 1) / n);
  return [y as tf.Tensor4D, mean as tf.Tensor1D, variance];
}
