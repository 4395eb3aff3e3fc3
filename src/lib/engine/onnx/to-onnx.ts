import type { tf } from '../tensorflow';
import { encodeModel } from './encode-model';
import { createGraph, type Graph, type Value } from './graph';
import { LAYERS, unsupported, type LayerCall } from './layers';
import type { Weight } from './weight';

/** The names of what goes in and what comes out. */
const INPUT = 'pixels';
const OUTPUT = 'probabilities';

/** What is told about a model. */
export interface OnnxOptions {
  /** The classes in the order of the outputs. */
  labels: readonly string[];
  /** Further entries of the file's metadata. */
  metadata?: Readonly<Record<string, string>>;
  /**
   * Whether a dense last layer is written as a sum of products instead of a matrix product: a library
   * that computes matrix products in bfloat16 then computes the last one in float32. False by default.
   */
  exactEnd?: boolean;
}

/** How tfjs stores a layer's calls, and a symbolic tensor's place among them; its types do not include it. */
interface Connected {
  inboundNodes: { inputTensors: Symbolic[]; outputTensors: Symbolic[] }[];
}

type Symbolic = tf.SymbolicTensor & { nodeIndex: number; tensorIndex: number; sourceLayer: tf.layers.Layer };

/**
 * Writes a model in ONNX's format. Its input is called `pixels`, `[n, 1, 48, 48]` for a model whose
 * input is `[n, 48, 48, 1]`: ONNX's operators have the channels first, and with one channel both are
 * the same bytes. Its output is called `probabilities`. The classes are in the metadata, as a JSON
 * list at `labels`.
 *
 * @param model its input is `[n, height, width, channels]`
 * @returns the file's bytes
 * @throws ExpectationError for a layer that it cannot write
 * @example
 * const { model, metadata } = await loadModel('models/emotion');
 * await writeFile('model.onnx', toOnnx(model, { labels: metadata.labels }));
 */
export function toOnnx(
  model: tf.LayersModel,
  { labels, metadata = {}, exactEnd = false }: OnnxOptions,
): Uint8Array {
  const graph = createGraph([INPUT, OUTPUT]);
  const [input] = model.inputs as Symbolic[];
  const [output] = model.outputs as Symbolic[];
  const last = writeTensor(output, {
    graph,
    known: new Map([[input.id, { name: INPUT, shape: lengths(input) }]]),
    exact: exactEnd ? output.sourceLayer : undefined,
  });
  const [height, width, channels] = lengths(input);
  return encodeModel({
    metadata: {
      labels: JSON.stringify(labels),
      input: `${INPUT}: [n, ${channels}, ${height}, ${width}] raw gray pixels, 0 (black) to 255 (white)`,
      ...metadata,
    },
    name: model.name,
    ...graph.finish({ from: last.name, to: OUTPUT }),
    input: { name: INPUT, shape: [channels, height, width] },
    outputs: [{ name: OUTPUT, shape: lengths(output) }],
  });
}

/** A tensor's lengths without the images' number. */
const lengths = ({ shape }: tf.SymbolicTensor) => shape.slice(1) as number[];

/** The values that are in the graph already, by the ids of tfjs' tensors. */
interface Context {
  graph: Graph;
  known: Map<number, Value>;
  /** The layer that `exactEnd` is about. */
  exact?: tf.layers.Layer;
}

/** Writes the layers that a tensor depends on, then its own. */
function writeTensor(tensor: Symbolic, context: Context): Value {
  const { graph, known, exact } = context;
  const done = known.get(tensor.id);
  if (done !== undefined) return done;
  const { sourceLayer: layer, nodeIndex, tensorIndex } = tensor;
  const { inputTensors } = (layer as unknown as Connected).inboundNodes[nodeIndex];
  const inputs = inputTensors.map((input) => writeTensor(input, context));
  const value = isModel(layer)
    ? writeTensor(layer.outputs[tensorIndex], {
        graph,
        known: new Map(layer.inputs.map(({ id }, i) => [id, inputs[i]])),
      })
    : {
        name: writeLayer(layer, { graph, inputs, shape: lengths(tensor), isExact: layer === exact }),
        shape: lengths(tensor),
      };
  known.set(tensor.id, value);
  return value;
}

/** A model can be a layer of another one. */
const isModel = (layer: tf.layers.Layer): layer is tf.LayersModel => 'layers' in layer;

function writeLayer(
  layer: tf.layers.Layer,
  call: Pick<LayerCall, 'graph' | 'inputs' | 'shape' | 'isExact'>,
): string {
  const { name } = layer;
  const write = LAYERS[layer.getClassName()];
  if (write === undefined)
    throw unsupported(
      `the class of the layer ${name}`,
      `one of ${Object.keys(LAYERS).join(', ')}`,
      layer.getClassName(),
    );
  return write({ ...call, name, config: layer.getConfig(), weights: weightsOf(layer) });
}

/** A layer's weights by the last part of their names. */
function weightsOf(layer: tf.layers.Layer): Record<string, Weight> {
  return Object.fromEntries(
    layer.weights.map((weight) => {
      const values = weight.read();
      const name = weight.originalName.split('/').pop()!;
      return [name, { values: values.dataSync<'float32'>(), shape: values.shape }];
    }),
  );
}
