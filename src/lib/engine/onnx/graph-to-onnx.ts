import type { tf } from '../tensorflow';
import { encodeModel } from './encode-model';
import { createGraph, type Value } from './graph';
import { OPS, unsupportedOp } from './graph-ops';
import type { Weight } from './weight';

/** A node of a graph as tfjs' executor has it; its types do not include it. */
interface ExecutorNode {
  name: string;
  op: string;
  inputs: ExecutorNode[];
  attrParams: Record<string, { value?: unknown } | undefined>;
}

/** The parts of tfjs' executor that are read. */
interface Executor {
  graph: { inputs: ExecutorNode[]; outputs: ExecutorNode[] };
  weightMap: Record<string, tf.Tensor[]>;
}

const INPUT = 'input';

/** A model in ONNX's format. */
export interface OnnxGraph {
  bytes: Uint8Array;
  /** The input's shape in TensorFlow.js' order, without the images' number: `[height, width, channels]`. */
  input: readonly number[];
  /** The outputs' shapes, likewise, in the order in which the model's `predict()` returns them. */
  outputs: readonly (readonly number[])[];
}

/**
 * Writes a convolutional graph model in ONNX's format. It has one input, whose channels come first.
 *
 * @param model its input is `[1, height, width, channels]`
 * @throws ExpectationError for an op that it cannot write
 * @example const { bytes } = graphToOnnx(await tf.loadGraphModel('file://model.json'));
 */
export function graphToOnnx(model: tf.GraphModel): OnnxGraph {
  const { graph: found, weightMap } = (model as unknown as { executor: Executor }).executor;
  const graph = createGraph([INPUT]);
  const [{ shape }] = model.inputs;
  if (found.inputs.length !== 1 || shape?.length !== 4)
    throw unsupportedOp('the input of the graph', '[1, height, width, channels]', JSON.stringify(shape));
  const [height, width, channels] = shape.slice(1);
  const known = new Map<string, Value>([
    [found.inputs[0].name, { name: INPUT, shape: [height, width, channels] }],
  ]);
  const write = (node: ExecutorNode): Value => {
    const done = known.get(node.name);
    if (done) return done;
    const own = OPS[node.op];
    if (!own) throw unsupportedOp(`the op ${node.name}`, `one of ${Object.keys(OPS).join(', ')}`, node.op);
    const value = own({
      graph,
      name: node.name,
      inputs: node.inputs.filter(({ op }) => op !== 'Const').map(write),
      constants: node.inputs.filter(({ op }) => op === 'Const').map(({ name }) => weightOf(weightMap[name])),
      attribute: (name) => node.attrParams[name]?.value,
    });
    known.set(node.name, value);
    return value;
  };
  const outputs = found.outputs.map(write);
  // Their channels would come first.
  const images = outputs.find((output) => output.shape.length === 3);
  if (images)
    throw unsupportedOp(`the output ${images.name}`, 'a list of rows', `[${images.shape.join(', ')}]`);
  return {
    bytes: encodeModel({
      name: 'graph',
      ...graph.finish(),
      input: { name: INPUT, shape: [channels, height, width] },
      outputs,
    }),
    input: [height, width, channels],
    outputs: outputs.map((output) => output.shape),
  };
}

function weightOf([tensor]: tf.Tensor[]): Weight {
  return { values: Float32Array.from(tensor.dataSync()), shape: tensor.shape };
}
