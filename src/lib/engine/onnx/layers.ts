import { expectation } from '../../errors';
import { addConvolution, type Convolution } from './convolution';
import type { Graph, Value } from './graph';
import { addReshape } from './reshape';
import { convolutionKernel, depthwiseKernel, type Weight } from './weight';
import { slidingWindow, type Window } from './window';

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
    return activate(call, convolve(call, { x: only(call).name, kernel: convolutionKernel(kernel), bias }));
  },
  DepthwiseConv2D: (call) => {
    const { depthwise_kernel: kernel, bias } = call.weights;
    const attributes = { group: kernel.shape[2] };
    return activate(
      call,
      convolve(call, { x: only(call).name, kernel: depthwiseKernel(kernel), bias, attributes }),
    );
  },
  SeparableConv2D: (call) => {
    const { depthwise_kernel: first, pointwise_kernel: second, bias } = call.weights;
    const attributes = { group: first.shape[2] };
    const each = convolve(call, { x: only(call).name, kernel: depthwiseKernel(first), attributes });
    const kernel = convolutionKernel(second);
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

/** Flattening and other new shapes. */
function reshape({ graph, name, inputs: [from], shape: to }: LayerCall): string {
  for (const shape of [from.shape, to])
    if (shape.length !== 1 && shape.length !== 3)
      throw unsupported(
        `the shape at the layer ${name}`,
        'a vector or [height, width, channels]',
        `[${shape.join(', ')}]`,
      );
  return addReshape(graph, from, { name, shape: to });
}

/** The window of a layer that moves one over the pixels. */
function windowOf({ name, inputs, config }: LayerCall, kernel: readonly number[]): Window {
  if (config.dataFormat === 'channelsFirst' || config.dataFormat === 'channels_first')
    throw unsupported(`the data format of the layer ${name}`, 'channelsLast', 'channelsFirst');
  return slidingWindow(inputs[0].shape, {
    kernel,
    strides: pair(config.strides ?? kernel),
    dilations: pair(config.dilationRate ?? 1),
    isPadded: config.padding === 'same',
  });
}

const pair = (value: unknown): number[] => (typeof value === 'number' ? [value, value] : (value as number[]));

/** A convolution with the strides and the padding of the layer. */
function convolve(call: LayerCall, { attributes, ...of }: Convolution): string {
  const window = windowOf(call, of.kernel.shape.slice(2));
  return convolution(call, { ...of, attributes: { ...window, ...attributes } });
}

const convolution = ({ graph, name }: LayerCall, convolved: Convolution): string =>
  addConvolution(graph, convolved, { name: `${name}/convolution`, owner: name });

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
