import type { Config, LayerPlan, Value } from '../plan';
import { code, type Draw } from './draw';

/**
 * Creates the options of a layer for an input shape (without the batch); undefined if none fit.
 */
type MakeConfig = (draw: Draw, shape: readonly number[]) => Config | undefined;

/**
 * A layer's weight, its name in tf.layers (or that of a snippet's class), and its options.
 */
type Choice = readonly [weight: number, make: string, config: MakeConfig];

const none: MakeConfig = () => ({});

/** Activations by name that accept values of any size. */
const ACTIVATIONS =
  'elu hardSigmoid linear relu relu relu relu6 selu sigmoid softplus softsign tanh tanh softmax swish mish gelu gelu_new logSoftmax'.split(
    ' ',
  );

const activation = (draw: Draw): Value => draw.pick(ACTIVATIONS);

const regularizer = (draw: Draw): Value =>
  draw.pick<Value>([
    code('tf.regularizers.l2({ l2: 0.05 })'),
    code('tf.regularizers.l1({ l1: 0.02 })'),
    code('tf.regularizers.l1l2({ l1: 0.01, l2: 0.03 })'),
    'l1l2',
  ]);

const constraint = (draw: Draw): Value =>
  draw.pick<Value>([
    code('tf.constraints.maxNorm({ maxValue: 0.8, axis: 0 })'),
    code('tf.constraints.nonNeg()'),
    code('tf.constraints.minMaxNorm({ minValue: 0.3, maxValue: 0.9, rate: 0.7, axis: 0 })'),
    'unitNorm',
  ]);

/**
 * Regularizers and constraints of a layer's weights by their names, and whether it is trainable.
 */
const weightOptions = (draw: Draw, ...weights: string[]): Config => {
  const options: Record<string, Value> = {};
  for (const name of weights) {
    if (draw.chance(0.06)) options[`${name}Regularizer`] = regularizer(draw);
    if (draw.chance(0.04)) options[`${name}Constraint`] = constraint(draw);
  }
  return draw.chance(0.06) ? { ...options, trainable: false } : options;
};

const dense: MakeConfig = (draw) => ({
  units: draw.between(1, 5),
  ...draw.options({
    activation: [0.6, () => activation(draw)],
    useBias: [0.25, () => false],
    activityRegularizer: [0, () => regularizer(draw)],
  }),
  ...weightOptions(draw, 'kernel', 'bias'),
});

const omit = (config: Config, key: string): Config =>
  Object.fromEntries(Object.entries(config).filter(([other]) => other !== key));

/** A kernel size, or one per dimension. */
const window = (draw: Draw, rank: number, { most = 3 } = {}): Value =>
  draw.chance(0.6) ? draw.between(1, most) : Array.from({ length: rank }, () => draw.between(1, most));

const convolution =
  (rank: number, { padding = ['valid', 'same', 'same'], dilates = true } = {}): MakeConfig =>
  (draw) => {
    const strided = draw.chance(0.3);
    return {
      filters: draw.between(1, 4),
      kernelSize: window(draw, rank),
      ...draw.options({
        padding: [0.7, () => draw.pick(padding)],
        activation: [0.5, () => activation(draw)],
        useBias: [0.3, () => false],
        ...(strided
          ? { strides: [1, () => window(draw, rank, { most: 2 })] }
          : { dilationRate: [dilates ? 0.01 : 0, () => (rank === 1 ? 2 : draw.pick<Value>([2, [2, 2]]))] }),
      }),
      ...weightOptions(draw, 'kernel', 'bias'),
    };
  };

/**
 * In the filter's gradient, TensorFlow writes out of bounds if a stride is longer than the kernel.
 */
const transposed =
  (rank: number): MakeConfig =>
  (draw, shape) => {
    const config = convolution(rank, { padding: ['valid', 'same'], dilates: false })(draw, shape)!;
    return draw.chance(0.5) ? { ...config, kernelSize: draw.between(2, 3) } : omit(config, 'strides');
  };

const pool =
  (rank: number): MakeConfig =>
  (draw) => ({
    poolSize: rank === 1 ? draw.between(1, 3) : window(draw, rank),
    ...draw.options({
      strides: [0.5, () => (rank === 1 ? draw.between(1, 2) : window(draw, rank, { most: 2 }))],
      padding: [0.5, () => draw.pick(['same', 'valid'])],
    }),
  });

const batchNormalization: MakeConfig = (draw, shape) =>
  shape.length < 4 ? normalizationOptions(draw, shape) : undefined;

const normalizationOptions = (draw: Draw, shape: readonly number[]): Config => ({
  ...draw.options({
    axis: [0.04, () => draw.between(1, shape.length)],
    momentum: [0.3, () => draw.pick([0.5, 0.9])],
    epsilon: [0.2, () => draw.pick([1e-2, 1e-4])],
    // Without either, training throws in stock.
    center: [0.01, () => false],
    scale: [0.01, () => false],
    trainable: [0.08, () => false],
  }),
  ...weightOptions(draw, 'gamma', 'beta'),
});

const layerNormalization: MakeConfig = (draw, shape) =>
  shape.length > 3
    ? undefined
    : draw.options({
        axis: [0.3, () => (shape.length > 1 && draw.chance(0.5) ? [1, 2] : draw.between(1, shape.length))],
        epsilon: [0.2, () => draw.pick([1e-2, 1e-4])],
      });

const recurrent = (draw: Draw, extra: Config = {}): Config => ({
  units: draw.between(1, 4),
  ...draw.options({
    returnSequences: [0.5, () => true],
    activation: [0.3, () => draw.pick(['relu', 'sigmoid', 'linear', 'softsign', 'elu'])],
    useBias: [0.2, () => false],
    goBackwards: [0.15, () => true],
    unroll: [0.1, () => true],
    implementation: [0.2, () => draw.pick([1, 2])],
    dropout: [0.05, () => 0],
  }),
  ...extra,
  ...weightOptions(draw, 'kernel', 'recurrent', 'bias'),
});

const gated = (draw: Draw): Config =>
  draw.options({ recurrentActivation: [0.3, () => draw.pick(['sigmoid', 'tanh', 'hardSigmoid'])] });

const inner = (make: string, config: Config): LayerPlan => ({ make, id: 'inner', config });

const anyRecurrent = (draw: Draw, extra: Config = {}): LayerPlan => {
  const make = draw.pick(['simpleRNN', 'gru', 'lstm']);
  return inner(make, recurrent(draw, { ...(make === 'simpleRNN' ? {} : gated(draw)), ...extra }));
};

const bidirectional: MakeConfig = (draw) => {
  const layer = anyRecurrent(draw);
  const config = omit(layer.config, 'goBackwards');
  return {
    layer: { ...layer, config },
    ...draw.options({ mergeMode: [0.7, () => draw.pick(['concat', 'sum', 'mul', 'ave'])] }),
  };
};

const stackedCells: MakeConfig = (draw) => {
  const cell = (): LayerPlan =>
    inner(draw.pick(['simpleRNNCell', 'gruCell', 'lstmCell']), { units: draw.between(1, 3) });
  const one = draw.chance(0.4);
  return {
    cell: one ? cell() : [cell(), cell()],
    ...draw.options({ returnSequences: [0.5, () => true] }),
  };
};

/** Layers that accept any shape. */
const ANY: readonly Choice[] = [
  [6, 'activation', (draw) => ({ activation: activation(draw) })],
  [4, 'reLU', (draw) => draw.options({ maxValue: [0.3, () => 1] })],
  [1, 'leakyReLU', (draw) => draw.options({ alpha: [0.5, () => 0.1] })],
  [2, 'prelu', (draw) => ({ ...draw.options({ alphaInitializer: [0.2, () => 'ones'] }) })],
  [1, 'elu', (draw) => draw.options({ alpha: [0.3, () => 0.5] })],
  [0.05, 'thresholdedReLU', (draw) => ({ theta: draw.pick([0.2, 0.5]) })],
  [1, 'softmax', () => ({ axis: -1 })],
  [6, 'batchNormalization', batchNormalization],
  [3, 'layerNormalization', layerNormalization],
  [2, 'dropout', () => ({ rate: 0 })],
  [0.5, 'gaussianNoise', () => ({ stddev: 0 })],
  [0.5, 'gaussianDropout', () => ({ rate: 0 })],
  [0.5, 'alphaDropout', () => ({ rate: 0 })],
  [1, 'rescaling', (draw) => ({ scale: draw.pick([0.5, 2]), offset: draw.pick([0, 0.1]) })],
  [1, 'ScaledLayer', none],
  [1, 'WeightedLayer', none],
  [0.6, 'CountingLayer', none],
  [0.4, 'ReadingLayer', none],
  [1, 'GradientLayer', none],
  [0.6, 'DoublingDropout', () => ({ rate: 0 })],
];

const reshape: MakeConfig = (draw, shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  const divisors = Array.from({ length: size }, (_, i) => i + 1).filter((n) => size % n === 0);
  const first = draw.pick(divisors);
  const second = draw.pick(divisors.filter((n) => (size / first) % n === 0));
  return {
    targetShape: draw.pick<Value>([
      [size],
      [first, size / first],
      [first, second, size / first / second],
      [first, -1],
    ]),
  };
};

const permute: MakeConfig = (draw, shape) => {
  const dims = shape.map((_, i) => i + 1);
  const turned = draw.between(1, shape.length - 1);
  return { dims: [...dims.slice(turned), ...dims.slice(0, turned)] };
};

/** Layers by the number of input dimensions, without the batch. */
const BY_RANK: Readonly<Record<number, readonly Choice[]>> = {
  1: [
    [14, 'dense', dense],
    [1, 'SquaredDense', dense],
    [1, 'PlainDense', dense],
    [2, 'repeatVector', (draw) => ({ n: draw.between(2, 4) })],
    [2, 'reshape', reshape],
  ],
  2: [
    [6, 'conv1d', convolution(1, { padding: ['valid', 'same'] })],
    [3, 'maxPooling1d', pool(1)],
    [3, 'averagePooling1d', pool(1)],
    [2, 'globalAveragePooling1d', none],
    [2, 'globalMaxPooling1d', none],
    [4, 'dense', dense],
    [4, 'simpleRNN', (draw) => recurrent(draw)],
    [4, 'gru', (draw) => recurrent(draw, gated(draw))],
    [5, 'lstm', (draw) => recurrent(draw, gated(draw))],
    [4, 'bidirectional', bidirectional],
    [2, 'rnn', stackedCells],
    [3, 'timeDistributed', (draw) => ({ layer: inner('dense', dense(draw, [])!) })],
    [1, 'timeDistributed', (draw) => ({ layer: inner('activation', { activation: activation(draw) }) })],
    [1, 'spatialDropout1d', () => ({ rate: 0 })],
    [2, 'permute', permute],
    [3, 'flatten', none],
    [2, 'reshape', reshape],
    [1, 'PlainDense', dense],
  ],
  3: [
    [14, 'conv2d', convolution(2)],
    [2, 'conv2dTranspose', transposed(2)],
    [
      3,
      'separableConv2d',
      (draw, shape) => ({ ...separable(draw, shape), ...draw.options({ depthMultiplier: [0.3, () => 2] }) }),
    ],
    [3, 'depthwiseConv2d', depthwise],
    [8, 'maxPooling2d', pool(2)],
    [4, 'averagePooling2d', pool(2)],
    [3, 'globalAveragePooling2d', none],
    [2, 'globalMaxPooling2d', none],
    [
      2,
      'zeroPadding2d',
      (draw) =>
        draw.options({
          padding: [
            0.7,
            () =>
              draw.pick<Value>([
                2,
                [1, 2],
                [
                  [0, 1],
                  [2, 0],
                ],
              ]),
          ],
        }),
    ],
    [
      2,
      'cropping2D',
      (draw) => ({
        cropping: draw.pick<Value>([
          1,
          [1, 0],
          [
            [0, 1],
            [1, 0],
          ],
        ]),
      }),
    ],
    [
      2,
      'upSampling2d',
      (draw) =>
        draw.options({
          size: [
            0.7,
            () =>
              draw.pick<Value>([
                [2, 2],
                [1, 2],
              ]),
          ],
          interpolation: [0.3, () => 'bilinear'],
        }),
    ],
    [2, 'permute', permute],
    [4, 'flatten', none],
    [2, 'reshape', reshape],
    [1, 'dense', dense],
    [1, 'timeDistributed', (draw) => ({ layer: inner('dense', dense(draw, [])!) })],
    [1, 'timeDistributed', (draw) => ({ layer: inner('conv1d', convolution(1)(draw, [])!) })],
    [1, 'StandardizedConvolution', convolution(2)],
  ],
  4: [
    [5, 'conv3d', convolution(3, { dilates: false })],
    [1, 'conv3dTranspose', transposed(3)],
    [3, 'maxPooling3d', pool(3)],
    [3, 'averagePooling3d', pool(3)],
    [
      3,
      'convLstm2d',
      (draw) => ({
        filters: draw.between(1, 2),
        kernelSize: draw.between(1, 2),
        ...draw.options({ padding: [0.7, () => 'same'], returnSequences: [0.4, () => true] }),
      }),
    ],
    [3, 'timeDistributed', (draw) => ({ layer: inner('conv2d', convolution(2)(draw, [])!) })],
    [1, 'timeDistributed', (draw) => ({ layer: inner('maxPooling2d', pool(2)(draw, [])!) })],
    [4, 'flatten', none],
    [2, 'reshape', reshape],
  ],
};

function separable(draw: Draw, shape: readonly number[]): Config {
  const config = convolution(2, { padding: ['valid', 'same'] })(draw, shape)!;
  return Object.fromEntries(
    Object.entries(config).filter(([key]) => !/^kernel(Regularizer|Constraint)/.test(key)),
  );
}

function depthwise(draw: Draw, shape: readonly number[]): Config {
  return {
    ...omit(separable(draw, shape), 'filters'),
    ...draw.options({ depthMultiplier: [0.4, () => 2] }),
  };
}

/** Statements that may follow any layer: an added loss, a replaced call(). */
function drawStatements(draw: Draw, { make, config }: { make: string; config: Config }): string[] {
  const statements: string[] = [];
  if (draw.chance(0.015)) statements.push('$.addLoss(rising());');
  if (draw.chance(0.015) && 'units' in config && make === 'dense')
    statements.push('$.addLoss(meanOfKernel($));');
  if (draw.chance(0.02)) statements.push(`patchCall($, ${draw.pick([0.5, 2])});`);
  return statements;
}

/**
 * A layer that may follow a value of this shape (without the batch). The caller has to try whether
 * it fits.
 *
 * @param options.isStateful whether recurrent layers are stateful
 */
export function drawLayer(
  draw: Draw,
  { shape, isStateful }: { shape: readonly number[]; isStateful: boolean },
): Omit<LayerPlan, 'id'> | undefined {
  const [, make, config] = draw.weighted(
    [...ANY, ...(BY_RANK[shape.length] ?? [])].map((choice) => [choice[0], choice] as const),
  );
  const made = config(draw, shape);
  if (!made) return undefined;
  const isRecurrent = ['simpleRNN', 'gru', 'lstm', 'rnn'].includes(make);
  const options = isStateful && isRecurrent ? { ...made, stateful: true } : made;
  const then = drawStatements(draw, { make, config: made });
  return { make, config: options, ...(then.length ? { then } : {}) };
}
