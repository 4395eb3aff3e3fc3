import { tf } from '../tensorflow';

/** What the engine reads of a model of tf.layers. */
export interface CompiledModel {
  layers: readonly StandardLayer[];
  weights: readonly { read(): tf.Variable }[];
  /** As given to compile(): one for all outputs, or one for each, by place or by name. */
  loss?: unknown;
  metrics?: unknown;
  lossFunctions?: unknown;
  metricsTensors?: unknown;
}

/** A layer with whatever it is configured by. */
interface StandardLayer extends Record<string, unknown> {
  constructor: unknown;
  getClassName(): string;
}

/** Layers that compute the same from the same inputs and weights at every call, dropout's mask aside. */
const LAYERS = new Set(
  [
    'Activation Add Average AveragePooling1D AveragePooling2D BatchNormalization Concatenate Conv1D Conv2D',
    'Conv2DTranspose Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding Flatten GlobalAveragePooling1D',
    'GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D InputLayer LayerNormalization LeakyReLU Maximum',
    'MaxPooling1D MaxPooling2D Minimum Multiply Permute PReLU ReLU RepeatVector Rescaling Reshape SeparableConv2D',
    'Softmax ThresholdedReLU UpSampling2D ZeroPadding2D Functional Model Sequential',
  ].flatMap((line) => line.split(' ')),
);

/** The parts of a layer that are functions of their own, by the names tfjs-layers registers its own under. */
const PARTS: Record<string, ReadonlySet<string>> = {
  activation: new Set(
    'elu selu relu relu6 linear sigmoid hardSigmoid softplus softsign tanh softmax logSoftmax swish mish gelu gelu_new'.split(
      ' ',
    ),
  ),
  Regularizer: new Set(['L1L2']),
};

type ClassMap = Record<string, [unknown] | undefined>;

function classMap(): ClassMap {
  return (tf.serialization.SerializationMap.getMap() as unknown as { classNameMap: ClassMap }).classNameMap;
}

function isStandardPart(part: unknown, names: ReadonlySet<string>): boolean {
  if (part == null) return true;
  const { constructor: own } = part as { constructor: { className?: string } };
  return own.className !== undefined && names.has(own.className) && classMap()[own.className]?.[0] === own;
}

/** Changes from step to step and has no say in what is computed (the engine's masks have a stream of their own). */
const IGNORED = new Set(['seed', 'id', 'name']);

/** A layer's configuration in one line; undefined when it may compute something else at the next call. */
function describeLayer(layer: StandardLayer): string | undefined {
  const className = layer.getClassName();
  const nested = layer as unknown as CompiledModel;
  const isModel = Array.isArray(nested.layers);
  const standard = isModel
    ? layer instanceof tf.LayersModel
    : LAYERS.has(className) && classMap()[className]?.[0] === layer.constructor;
  if (!standard || layer._callHook != null) return undefined;
  if (isModel) return describeLayers(nested.layers);
  let line = className;
  for (const [key, value] of Object.entries(layer)) {
    for (const [ending, names] of Object.entries(PARTS)) {
      if (key.endsWith(ending) && !isStandardPart(value, names)) return undefined;
    }
    if (IGNORED.has(key)) continue;
    if (typeof value === 'number' || typeof value === 'boolean') line += `,${value}`;
    else if (Array.isArray(value) && typeof value[0] === 'number') line += `,${value.join(' ')}`;
    else if (typeof value === 'string') line += `,${value}`;
  }
  return line;
}

function describeLayers(layers: readonly StandardLayer[]): string | undefined {
  let all = '';
  for (const layer of layers) {
    const line = describeLayer(layer);
    if (line === undefined) return undefined;
    all += `${line};`;
  }
  return all;
}

function isNamed(choice: unknown): boolean {
  if (choice == null || typeof choice === 'string') return true;
  return typeof choice === 'object' && Object.values(choice).every(isNamed);
}

/**
 * A model's configuration in one line, by which a change of it is seen; undefined unless all of it is tf.layers' own: its
 * layers, and losses and metrics given by name. Only of such a model is it known that a step does the same each time.
 */
export function describeStandardModel(model: CompiledModel): string | undefined {
  if (!isNamed(model.loss) || !isNamed(model.metrics)) return undefined;
  return describeLayers(model.layers);
}
