import { expectation } from '../../errors';
import type { Graph } from './graph';

/**
 * An output of a layer in ONNX's graph. The shape is TensorFlow.js', without the images' number:
 * `[height, width, channels]` or `[features]`. In the graph, three lengths are in the order
 * channels, height, width.
 */
export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A layer's weight. */
export interface Weight {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** One call of a layer. */
export interface LayerCall {
  readonly graph: Graph;
  readonly name: string;
  readonly inputs: readonly Value[];
  /** The shape of its output, without the images' number. */
  readonly shape: readonly number[];
  /** Whether it must not be a matrix product. */
  readonly isExact: boolean;
  /** What `getConfig()` says. */
  readonly config: Readonly<Record<string, unknown>>;
  /** By the last part of their names: `kernel`, `bias`. */
  readonly weights: Readonly<Record<string, Weight>>;
}

/** Writes a layer's call into the graph and returns its output's name. */
type Write = (call: LayerCall) => string;

const ADVICE = 'Export it to Keras (--keras), which has all layers of TensorFlow.js, or change the network.';

/** The error for what a layer has and the export cannot write. */
export const unsupported = (what: string, wanted: string, found: string) =>
  expectation(what, { expectation: wanted, found, advice: ADVICE });

/** ONNX's operators for activations, by their names without underscores in lower case. */
const ACTIVATIONS: Readonly<Record<string, (call: LayerCall, x: string) => string>> = {
  linear: (_, x) => x,
  relu: ({ graph, name }, x) => graph.add('Relu', [x], { name }),
  relu6: (call, x) => clip(call, x, 6),
  sigmoid: ({ graph, name }, x) => graph.add('Sigmoid', [x], { name }),
  hardsigmoid: ({ graph, name }, x) =>
    graph.add('HardSigmoid', [x], { name, attributes: { alpha: 0.2, beta: 0.5 } }),
  tanh: ({ graph, name }, x) => graph.add('Tanh', [x], { name }),
  elu: ({ graph, name }, x) => graph.add('Elu', [x], { name, attributes: { alpha: 1 } }),
  selu: ({ graph, name }, x) => graph.add('Selu', [x], { name }),
  softplus: ({ graph, name }, x) => graph.add('Softplus', [x], { name }),
  softsign: ({ graph, name }, x) => graph.add('Softsign', [x], { name }),
  swish: ({ graph, name }, x) =>
    graph.add('Mul', [x, graph.add('Sigmoid', [x], { name: `${name}/sigmoid` })], { name }),
  softmax: ({ graph, name }, x) => graph.add('Softmax', [x], { name, attributes: { axis: 1 } }),
};

/** How each class of layers is written. */
export const LAYERS: Readonly<Record<string, Write>> = {
  Activation: (call) => activate(call, only(call).name),
  ReLU: (call) => {
    const { maxValue } = call.config;
    return typeof maxValue === 'number' ? clip(call, only(call).name, maxValue) : activateBy('relu', call);
  },
  LeakyReLU: (call) => withAlpha('LeakyRelu', call),
  ELU: (call) => withAlpha('Elu', call),
  Softmax: (call) => {
    const { axis = -1 } = call.config;
    if (axis !== -1 && axis !== call.shape.length)
      throw unsupported(`the axis of the layer ${call.name}`, 'the last one', String(axis));
    return activateBy('softmax', call);
  },
  Dropout: (call) => only(call).name,
  AlphaDropout: (call) => only(call).name,
  GaussianDropout: (call) => only(call).name,
  GaussianNoise: (call) => only(call).name,
  Rescaling: ({ graph, name, config, ...call }) => {
    const scaled = graph.add('Mul', [only(call).name, scalar(graph, `${name}/scale`, config.scale)], {
      name: `${name}/scaled`,
    });
    return graph.add('Add', [scaled, scalar(graph, `${name}/offset`, config.offset)], { name });
  },
  Conv2D: (call) => {
    const { kernel, bias } = call.weights;
    const [height, width, channels, filters] = kernel.shape;
    // From [height, width, channels, filters] to [filters, channels, height, width].
    const own = { values: transpose(kernel, [3, 2, 0, 1]), shape: [filters, channels, height, width] };
    return activate(call, convolve(call, { x: only(call).name, kernel: own, bias }));
  },
  DepthwiseConv2D: (call) => {
    const { depthwise_kernel: kernel, bias } = call.weights;
    const attributes = { group: kernel.shape[2] };
    return activate(
      call,
      convolve(call, { x: only(call).name, kernel: depthwise(kernel), bias, attributes }),
    );
  },
  SeparableConv2D: (call) => {
    const { depthwise_kernel: first, pointwise_kernel: second, bias } = call.weights;
    const attributes = { group: first.shape[2] };
    const each = convolve(call, { x: only(call).name, kernel: depthwise(first), attributes });
    const [, , channels, filters] = second.shape;
    const kernel = { values: transpose(second, [3, 2, 0, 1]), shape: [filters, channels, 1, 1] };
    return activate(call, convolution(call, { x: each, kernel, bias }));
  },
  MaxPooling2D: (call) => pool('MaxPool', call),
  AveragePooling2D: (call) => pool('AveragePool', call),
  GlobalMaxPooling2D: (call) => poolAll('GlobalMaxPool', call),
  GlobalAveragePooling2D: (call) => poolAll('GlobalAveragePool', call),
  ZeroPadding2D: ({ graph, name, config, ...call }) => {
    const [[top, bottom], [left, right]] = config.padding as [number, number][];
    const pads = graph.integers(`${name}/pads`, [0, 0, top, left, 0, 0, bottom, right]);
    return graph.add('Pad', [only(call).name, pads], { name });
  },
  BatchNormalization: ({ graph, name, config, weights, ...call }) => {
    const { name: x, shape } = only(call);
    const channels = shape[shape.length - 1];
    const { axis = -1 } = config;
    if (axis !== -1 && axis !== shape.length)
      throw unsupported(`the axis of the layer ${name}`, 'the last one', String(axis));
    const constant = (own: string, otherwise: number) =>
      graph.constant(`${name}/${own}`, weights[own]?.values ?? new Float32Array(channels).fill(otherwise), [
        channels,
      ]);
    const inputs = [
      constant('gamma', 1),
      constant('beta', 0),
      constant('moving_mean', 0),
      constant('moving_variance', 1),
    ];
    const attributes = { epsilon: config.epsilon as number };
    return graph.add('BatchNormalization', [x, ...inputs], { name, attributes });
  },
  Dense: (call) => {
    const { graph, name, weights } = call;
    const { name: x, shape } = only(call);
    if (shape.length !== 1)
      throw unsupported(`the input of the layer ${name}`, 'a vector for each image', `[${shape.join(', ')}]`);
    const { kernel, bias } = weights;
    const factors = [x, graph.constant(`${name}/kernel`, kernel.values, kernel.shape)];
    const added = bias && [graph.constant(`${name}/bias`, bias.values, bias.shape)];
    if (!call.isExact)
      return activate(call, graph.add('Gemm', [...factors, ...(added ?? [])], { name: `${name}/product` }));
    const sum = sumOfProducts(call, factors);
    return activate(call, added ? graph.add('Add', [sum, ...added], { name: `${name}/biased` }) : sum);
  },
  Flatten: (call) => reshape(call),
  Reshape: (call) => reshape(call),
  Add: (call) => merge('Add', call),
  Multiply: (call) => merge('Mul', call),
  Maximum: (call) => merge('Max', call),
  Minimum: (call) => merge('Min', call),
  Average: (call) => {
    const { graph, name, inputs } = call;
    const sum = merge('Add', { ...call, name: `${name}/sum` });
    return graph.add('Mul', [sum, scalar(graph, `${name}/share`, 1 / inputs.length)], { name });
  },
  Concatenate: ({ graph, name, inputs, shape, config }) => {
    const { axis = -1 } = config;
    if (axis !== -1 && axis !== shape.length)
      throw unsupported(`the axis of the layer ${name}`, 'the last one', String(axis));
    return graph.add('Concat', names(inputs), { name, attributes: { axis: 1 } });
  },
};

const names = (values: readonly Value[]) => values.map(({ name }) => name);

/** The input of a layer that has one. */
const only = ({ inputs: [value] }: Pick<LayerCall, 'inputs'>) => value;

const scalar = (graph: Graph, name: string, value: unknown) =>
  graph.constant(name, Float32Array.of(Number(value)), []);

/** Applies the activation that a layer's config names. */
const activate = (call: LayerCall, x: string) => activateBy(String(call.config.activation), call, x);

function activateBy(activation: string, call: LayerCall, x = only(call).name): string {
  const write = ACTIVATIONS[activation.replace(/_/g, '').toLowerCase()];
  if (write === undefined)
    throw unsupported(
      `the activation of the layer ${call.name}`,
      `one of ${Object.keys(ACTIVATIONS).join(', ')}`,
      activation,
    );
  return write(call, x);
}

function clip({ graph, name }: LayerCall, x: string, most: number): string {
  const limits = [scalar(graph, `${name}/least`, 0), scalar(graph, `${name}/most`, most)];
  return graph.add('Clip', [x, ...limits], { name });
}

const withAlpha = (operator: string, { graph, name, config, ...call }: LayerCall) =>
  graph.add(operator, [only(call).name], { name, attributes: { alpha: Number(config.alpha) } });

/** A matrix product, `[n, rows]` and `[rows, columns]`, by way of all single products. */
function sumOfProducts({ graph, name }: LayerCall, [x, kernel]: readonly string[]): string {
  const rows = graph.add('Unsqueeze', [x, graph.integers(`${name}/axis`, [2])], { name: `${name}/rows` });
  const products = graph.add('Mul', [rows, kernel], { name: `${name}/products` });
  return graph.add('ReduceSum', [products, graph.integers(`${name}/axis`, [1])], {
    name: `${name}/product`,
    attributes: { keepdims: 0 },
  });
}

/** Adds, multiplies, … the inputs one after the other. */
function merge(operator: string, { graph, name, inputs }: LayerCall): string {
  const ranks = new Set(inputs.map(({ shape }) => shape.length));
  if (ranks.size > 1)
    throw unsupported(
      `the inputs of the layer ${name}`,
      'of the same rank',
      inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(', '),
    );
  return names(inputs).reduce((sum, next) => graph.add(operator, [sum, next], { name }));
}

/** The numbers of a shape in the order of ONNX's. */
const inOrder = (shape: readonly number[]) =>
  shape.length === 3 ? [shape[2], shape[0], shape[1]] : [...shape];

/** Flattening and other new shapes count in TensorFlow.js' order. */
function reshape({ graph, name, inputs: [{ name: x, shape: from }], shape: to }: LayerCall): string {
  for (const shape of [from, to])
    if (shape.length !== 1 && shape.length !== 3)
      throw unsupported(
        `the shape at the layer ${name}`,
        'a vector or [height, width, channels]',
        `[${shape.join(', ')}]`,
      );
  // With one pixel or one channel, both orders are the same.
  const isSame = ([height, width, channels]: readonly number[]) => height * width === 1 || channels === 1;
  const before =
    from.length === 3 && !isSame(from)
      ? graph.add('Transpose', [x], { name: `${name}/from`, attributes: { perm: [0, 2, 3, 1] } })
      : x;
  const moves = to.length === 3 && !isSame(to);
  const lengths = graph.integers(`${name}/shape`, [-1, ...(moves ? to : inOrder(to))]);
  const after = graph.add('Reshape', [before, lengths], { name: moves ? `${name}/to` : name });
  return moves ? graph.add('Transpose', [after], { name, attributes: { perm: [0, 3, 1, 2] } }) : after;
}

/** A window that moves over the pixels. */
interface Window {
  kernel_shape: number[];
  strides: number[];
  dilations: number[];
  pads: number[];
}

function windowOf({ name, inputs, config }: LayerCall, kernel: readonly number[]): Window {
  const [{ shape }] = inputs;
  if (config.dataFormat === 'channelsFirst' || config.dataFormat === 'channels_first')
    throw unsupported(`the data format of the layer ${name}`, 'channelsLast', 'channelsFirst');
  const strides = pair(config.strides ?? kernel);
  const dilations = pair(config.dilationRate ?? 1);
  const pads = kernel.map((length, i) => {
    if (config.padding !== 'same') return [0, 0];
    // As TensorFlow pads: the odd pixel comes after.
    const reach = (length - 1) * dilations[i] + 1;
    const all = Math.max((Math.ceil(shape[i] / strides[i]) - 1) * strides[i] + reach - shape[i], 0);
    return [Math.floor(all / 2), Math.ceil(all / 2)];
  });
  return {
    kernel_shape: [...kernel],
    strides,
    dilations,
    pads: [...pads.map(([before]) => before), ...pads.map(([, after]) => after)],
  };
}

const pair = (value: unknown): number[] => (typeof value === 'number' ? [value, value] : (value as number[]));

/** What is convolved with what. */
interface Convolution {
  x: string;
  kernel: Weight;
  bias?: Weight;
  attributes?: Readonly<Record<string, number | number[]>>;
}

/** A convolution with the strides and the padding of the layer. */
function convolve(call: LayerCall, { attributes, ...of }: Convolution): string {
  const window = windowOf(call, of.kernel.shape.slice(2));
  return convolution(call, { ...of, attributes: { ...window, ...attributes } });
}

function convolution({ graph, name }: LayerCall, { x, kernel, bias, attributes }: Convolution): string {
  const inputs = [x, graph.constant(`${name}/kernel`, kernel.values, kernel.shape)];
  if (bias !== undefined) inputs.push(graph.constant(`${name}/bias`, bias.values, bias.shape));
  return graph.add('Conv', inputs, { name: `${name}/convolution`, attributes });
}

/** From `[height, width, channels, multiplier]` to `[channels * multiplier, 1, height, width]`. */
function depthwise(kernel: Weight): Weight {
  const [height, width, channels, multiplier] = kernel.shape;
  return { values: transpose(kernel, [2, 3, 0, 1]), shape: [channels * multiplier, 1, height, width] };
}

function pool(operator: string, call: LayerCall): string {
  const { graph, name, config } = call;
  const { kernel_shape, strides, pads } = windowOf(call, pair(config.poolSize));
  return graph.add(operator, [only(call).name], { name, attributes: { kernel_shape, strides, pads } });
}

function poolAll(operator: string, { graph, name, config, ...call }: LayerCall): string {
  if (config.dataFormat === 'channelsFirst' || config.dataFormat === 'channels_first')
    throw unsupported(`the data format of the layer ${name}`, 'channelsLast', 'channelsFirst');
  const pooled = graph.add(operator, [only(call).name], { name: `${name}/pooled` });
  return graph.add('Flatten', [pooled], { name, attributes: { axis: 1 } });
}

/** How many rows are written at a time: a cache line of the numbers that are read holds so many. */
const BLOCK = 16;

/** A tensor's numbers after its axes were put into another order. */
function transpose({ values, shape }: Weight, order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, length) => product * length, 1),
  );
  const lengths = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const [rows] = lengths;
  const row = values.length / rows;
  const result = new Float32Array(values.length);
  for (let begin = 0; begin < rows; begin += BLOCK) {
    const end = Math.min(begin + BLOCK, rows);
    let at = 0;
    const visit = (depth: number, from: number): void => {
      if (depth < order.length) {
        for (let i = 0; i < lengths[depth]; i++) visit(depth + 1, from + i * steps[depth]);
        return;
      }
      for (let i = begin; i < end; i++) result[i * row + at] = values[from + i * steps[0]];
      at++;
    };
    visit(1, 0);
  }
  return result;
}
