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

/** A weight of a layer, as tfjs-layers keeps it. */
interface LayerVariable {
  read(): tf.Tensor;
  write(value: tf.Tensor): unknown;
}

/** What the engine reads of tfjs-layers' own layers. */
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

/** The prototype behind a standard class name of tfjs-layers. */
function prototypeOf<Layer extends StockLayer>(className: string): Layer {
  const { classNameMap } = tf.serialization.SerializationMap.getMap() as unknown as {
    classNameMap: Record<string, [{ prototype: Layer }]>;
  };
  return classNameMap[className][0].prototype;
}

/**
 * In place of a layer's call: `fast` where the layer trains (or, if it `predicts`, is used at all) on the native backend
 * and takes first derivatives, the stock call otherwise and where `fast` declines.
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
      // A subclass may mean something else by what it inherits: SpatialDropout1D drops whole channels.
      const meant = Object.getPrototypeOf(this) === prototype && (predicts || kwargs?.training);
      if (meant && single && onNativeBackend() && isFloat(input) && gradientDepth() <= 1) {
        const output = tf.tidy(() => fast(this, input) ?? []);
        if (output instanceof tf.Tensor) return output;
      }
      return stock.call(this, inputs, kwargs);
    };
  });
}

/** Moves a running statistic towards a batch's: old - (old - value) * (1 - momentum), tfjs' own formula. */
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
  // The op wants [batch, height, width, channels]; what stands before the channels is averaged over alike.
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

/** A kind of dropout, which tfjs-layers draws number by number. */
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
 * The stock layer calls tfjs' fused convolution, whose gradient always computes that of the input too; the plain one
 * leaves it out where nothing before the layer learns (the image).
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

/** Two ops, where the stock layer makes stacks of one matrix first: five, and in the gradient more. */
function callDense(layer: Dense, x: tf.Tensor): tf.Tensor | undefined {
  const { kernel, bias, activation } = layer;
  if (x.rank !== 2) return undefined;
  layer.invokeCallHook(x, {});
  let y: tf.Tensor = tf.matMul(x, kernel.read());
  if (bias) y = gradientDepth() > 0 ? addBias(y, bias.read()) : tf.add(y, bias.read());
  return activation ? activation.apply(y) : y;
}

/** Lets plain tf.layers train on the engine's kernels. Classes, names, configurations and weights stay as they are. */
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
