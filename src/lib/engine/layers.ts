import { tf } from './tensorflow';
import { scalarHandle } from './native/constants';
import { dropout } from './kernels/dropout';
import { addBias } from './kernels/bias';
import { normalizeByBatch } from './kernels/batch-normalization';
import { gradientDepth, isFloat, onNativeBackend } from './kernels/call';
import { attribute, DataType, release } from './native/binding';
import { executeNative, toTensor } from './native/native-op';
import { alphaDropout, gaussianDropout, gaussianNoise } from './kernels/noise';
import { patchMethod, type Undo } from './native/patch';

type Call = (inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }) => tf.Tensor | tf.Tensor[];

/** A layer's weight as tfjs-layers stores it. */
interface LayerVariable {
  read(): tf.Tensor;
  write(value: tf.Tensor): unknown;
}

/** The members of tfjs-layers' own layers that the engine uses. */
interface StockLayer {
  call: Call;
  invokeCallHook(inputs: tf.Tensor | tf.Tensor[], kwargs: object): void;
}

interface BatchNormalization extends StockLayer {
  axis: number;
  momentum: number;
  epsilon: number;
  gamma?: LayerVariable;
  beta?: LayerVariable;
  movingMean: LayerVariable;
  movingVariance: LayerVariable;
}

interface Dropout extends StockLayer {
  rate: number;
  noiseShape?: number[];
}

interface GaussianNoise extends StockLayer {
  stddev: number;
}

interface Convolution extends StockLayer {
  rank: number;
  kernel: LayerVariable;
  bias?: LayerVariable;
  strides: [number, number];
  padding: string;
  dataFormat: string;
  dilationRate: [number, number];
  activation?: { apply(x: tf.Tensor): tf.Tensor };
}

interface Dense extends StockLayer {
  kernel: LayerVariable;
  bias?: LayerVariable;
  activation?: { apply(x: tf.Tensor): tf.Tensor };
}

/** The prototype of the class that tfjs-layers registers under this name. */
function prototypeOf<Layer extends StockLayer>(className: string): Layer {
  const { classNameMap } = tf.serialization.SerializationMap.getMap() as unknown as {
    classNameMap: Record<string, [{ prototype: Layer }]>;
  };
  return classNameMap[className][0].prototype;
}

/**
 * Patches a layer's call() to use `fast` in training (with `predicts`, in prediction too), on the
 * native backend and for first derivatives only. Otherwise, and where `fast` returns undefined, the
 * stock call runs.
 */
function patchCall<Layer extends StockLayer>(
  className: string,
  fast: (layer: Layer, input: tf.Tensor) => tf.Tensor | undefined,
  { predicts = false }: { predicts?: boolean } = {},
): Undo {
  const prototype = prototypeOf<Layer>(className);
  return patchMethod(prototype, 'call', (stock) => {
    return function call(this: Layer, inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }) {
      const input = Array.isArray(inputs) ? inputs[0] : inputs;
      const single = !Array.isArray(inputs) || inputs.length === 1;
      // A subclass may give inherited members another meaning: SpatialDropout1D drops whole
      // channels.
      const meant = Object.getPrototypeOf(this) === prototype && (predicts || kwargs?.training);
      if (meant && single && onNativeBackend() && isFloat(input) && gradientDepth() <= 1) {
        const output = tf.tidy(() => fast(this, input) ?? []);
        if (output instanceof tf.Tensor) return output;
      }
      return stock.call(this, inputs, kwargs);
    };
  });
}

/** Updates a running statistic by tfjs' own formula: old - (old - value) * (1 - momentum). */
function moveAverage(variable: LayerVariable, value: tf.Tensor, momentum: number): void {
  const T = attribute.type('T', DataType.float32);
  const old = { tensor: variable.read(), as: DataType.float32 };
  const [difference] = executeNative('Sub', [T], [old, { tensor: value, as: DataType.float32 }]);
  const [step] = executeNative('Mul', [T], [difference.id, scalarHandle(1 - momentum)]);
  const [moved] = executeNative('Sub', [T], [old, step.id]);
  release(difference, step);
  variable.write(toTensor(moved));
}

function trainBatchNormalization(layer: BatchNormalization, x: tf.Tensor): tf.Tensor | undefined {
  const { axis, momentum, epsilon, gamma, beta, movingMean, movingVariance } = layer;
  const channels = x.shape[x.rank - 1];
  if (x.rank < 2 || x.rank > 4 || (axis !== -1 && axis !== x.rank - 1)) return undefined;
  const lead = x.shape.slice(0, -1);
  // The op expects [batch, height, width, channels]. All leading dimensions are averaged over
  // alike.
  const x4 = x.rank === 4 ? (x as tf.Tensor4D) : tf.reshape(x, [tf.util.sizeFromShape(lead), 1, 1, channels]);
  const [y, mean, variance] = normalizeByBatch(x4 as tf.Tensor4D, {
    scale: gamma?.read() ?? tf.ones([channels]),
    offset: beta?.read() ?? tf.zeros([channels]),
    epsilon,
  });
  moveAverage(movingMean, mean, momentum);
  moveAverage(movingVariance, variance, momentum);
  return x.rank === 4 ? y : tf.reshape(y, x.shape);
}

/** Adapts a kind of dropout whose random numbers tfjs-layers draws one by one. */
function trainByRate(drop: (x: tf.Tensor, rate: number) => tf.Tensor) {
  return (layer: Dropout, x: tf.Tensor): tf.Tensor | undefined => {
    if (!(layer.rate > 0 && layer.rate < 1) || layer.noiseShape != null) return undefined;
    layer.invokeCallHook(x, { training: true });
    return drop(x, layer.rate);
  };
}

function trainGaussianNoise(layer: GaussianNoise, x: tf.Tensor): tf.Tensor {
  layer.invokeCallHook(x, { training: true });
  return gaussianNoise(x, layer.stddev);
}

/**
 * The stock layer calls tfjs' fused convolution, whose gradient always includes that of the input.
 * The plain convolution skips it where no earlier layer is trainable, as for the image.
 */
function trainConvolution(layer: Convolution, x: tf.Tensor): tf.Tensor | undefined {
  const { rank, kernel, bias, strides, padding, dataFormat, dilationRate, activation } = layer;
  if (rank !== 2 || x.rank !== 4 || dataFormat === 'channelsFirst' || padding === 'causal') return undefined;
  if (dilationRate.some((rate) => rate !== 1)) return undefined;
  layer.invokeCallHook(x, { training: true });
  let y: tf.Tensor = tf.conv2d(
    x as tf.Tensor4D,
    kernel.read() as tf.Tensor4D,
    strides,
    padding as 'same' | 'valid',
  );
  if (bias) y = addBias(y, bias.read());
  return activation ? activation.apply(y) : y;
}

/**
 * Takes two ops. The stock layer first reshapes to a stack of one matrix: five ops, and more in the
 * gradient.
 */
function callDense(layer: Dense, x: tf.Tensor): tf.Tensor | undefined {
  const { kernel, bias, activation } = layer;
  if (x.rank !== 2) return undefined;
  layer.invokeCallHook(x, {});
  let y: tf.Tensor = tf.matMul(x, kernel.read());
  if (bias) y = gradientDepth() > 0 ? addBias(y, bias.read()) : tf.add(y, bias.read());
  return activation ? activation.apply(y) : y;
}

/**
 * Makes plain tf.layers train with the engine's kernels. Classes, names, configurations and weights
 * do not change.
 */
export function patchLayerCalls(): Undo[] {
  return [
    patchCall('BatchNormalization', trainBatchNormalization),
    patchCall('Dropout', trainByRate(dropout)),
    patchCall('GaussianDropout', trainByRate(gaussianDropout)),
    patchCall('AlphaDropout', trainByRate(alphaDropout)),
    patchCall('GaussianNoise', trainGaussianNoise),
    patchCall('Conv2D', trainConvolution),
    patchCall('Dense', callDense, { predicts: true }),
  ];
}
