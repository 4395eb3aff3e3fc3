import { expectation } from '../../errors';
import { addConvolution } from './convolution';
import type { Graph, Value } from './graph';
import { addReshape } from './reshape';
import { convolutionKernel, depthwiseKernel, type Weight } from './weight';
import { slidingWindow, type Window } from './window';

/** One call of an op in a TensorFlow graph. */
export interface OpCall {
  readonly graph: Graph;
  readonly name: string;
  /** What it gets, apart from constants. */
  readonly inputs: readonly Value[];
  /** The constants that it gets, in order. */
  readonly constants: readonly Weight[];
  /** Its attribute of a name, as tfjs reads it: `strides`, `pad`, `fusedOps`. */
  readonly attribute: (name: string) => unknown;
}

const ADVICE = 'Such a graph runs in TensorFlow.';

/** The error for what a graph has and ONNX's writer cannot write. */
export const unsupportedOp = (what: string, wanted: string, found: string) =>
  expectation(what, { expectation: wanted, found, advice: ADVICE });

/** How each op is written; the others cannot be. */
export const OPS: Readonly<Record<string, (call: OpCall) => Value>> = {
  Identity: ({ inputs: [x] }) => x,
  Relu: ({ graph, name, inputs: [x] }) => ({ ...x, name: graph.add('Relu', [x.name], { name }) }),
  AddV2: ({ graph, name, inputs }) => {
    const [x, y] = inputs;
    if (inputs.length !== 2 || x.shape.join() !== y.shape.join())
      throw unsupportedOp(
        `what ${name} adds`,
        'two values of the same shape',
        inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(' and '),
      );
    return { ...x, name: graph.add('Add', [x.name, y.name], { name }) };
  },
  _FusedConv2D: (call) => {
    const [kernel, bias] = call.constants;
    const fused = call.attribute('fusedOps') as string[];
    const known = [['biasadd'], ['biasadd', 'relu']].some((ops) => ops.join() === fused.join());
    if (!known)
      throw unsupportedOp(`the ops fused in ${call.name}`, 'biasadd, then relu or nothing', fused.join());
    const convolved = convolve(call, { kernel: convolutionKernel(kernel), bias });
    if (fused.length === 1) return convolved;
    return { ...convolved, name: call.graph.add('Relu', [convolved.name], { name: `${call.name}/relu` }) };
  },
  Conv2D: (call) => convolve(call, { kernel: convolutionKernel(call.constants[0]) }),
  DepthwiseConv2dNative: (call) => {
    const [kernel] = call.constants;
    return convolve(call, { kernel: depthwiseKernel(kernel), group: kernel.shape[2] });
  },
  MaxPool: (call) => {
    const { graph, name, inputs } = call;
    const [, height, width] = call.attribute('kernelSize') as number[];
    const { dilations, ...window } = windowOf(call, [height, width]);
    const pooled = graph.add('MaxPool', [inputs[0].name], { name, attributes: window });
    return { name: pooled, shape: after(inputs[0], { ...window, dilations }, inputs[0].shape[2]) };
  },
  Pad: ({ graph, name, inputs: [x], constants: [paddings] }) => {
    const [, [top, bottom], [left, right], [first, last]] = pairs(paddings);
    const pads = graph.integers(`${name}/pads`, [0, first, top, left, 0, last, bottom, right]);
    const [height, width, channels] = x.shape;
    return {
      name: graph.add('Pad', [x.name, pads], { name }),
      shape: [height + top + bottom, width + left + right, channels + first + last],
    };
  },
  Reshape: ({ graph, name, inputs: [x], constants: [lengths] }) => {
    const shape = [...lengths.values].slice(1);
    if (shape.some((length) => length < 0))
      throw unsupportedOp(`the shape of ${name}`, 'known', `[${[...lengths.values].join(', ')}]`);
    return { name: addReshape(graph, x, { name, shape }), shape };
  },
};

const pairs = ({ values }: Weight): [number, number][] =>
  Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i], values[2 * i + 1]]);

function windowOf(call: OpCall, kernel: readonly number[]): Window {
  const [pad, format] = [call.attribute('pad'), call.attribute('dataFormat')];
  if (String(format).toUpperCase() !== 'NHWC')
    throw unsupportedOp(`the data format of ${call.name}`, 'NHWC', String(format));
  if (pad !== 'same' && pad !== 'valid')
    throw unsupportedOp(`the padding of ${call.name}`, 'same or valid', String(pad));
  const inner = (list: unknown) => (list === undefined ? [1, 1] : (list as number[]).slice(1, 3));
  return slidingWindow(call.inputs[0].shape, {
    kernel,
    strides: inner(call.attribute('strides')),
    dilations: inner(call.attribute('dilations')),
    isPadded: pad === 'same',
  });
}

/** A shape after a window has moved over it. */
function after(
  { shape }: Value,
  { kernel_shape, strides, dilations, pads }: Window,
  channels: number,
): number[] {
  const along = (i: number) => {
    const reach = (kernel_shape[i] - 1) * dilations[i] + 1;
    return Math.floor((shape[i] + pads[i] + pads[i + 2] - reach) / strides[i]) + 1;
  };
  return [along(0), along(1), channels];
}

function convolve(
  call: OpCall,
  { kernel, bias, group = 1 }: { kernel: Weight; bias?: Weight; group?: number },
): Value {
  const { graph, name, inputs } = call;
  const window = windowOf(call, kernel.shape.slice(2));
  const convolution = { x: inputs[0].name, kernel, bias, attributes: { ...window, group } };
  return {
    name: addConvolution(graph, convolution, { name, owner: name }),
    shape: after(inputs[0], window, kernel.shape[0]),
  };
}
