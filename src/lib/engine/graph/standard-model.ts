import { tf } from '../tensorflow';
import { registeredClass, whyNotStock } from './stock-classes';

/** What the engine reads of a model of tf.layers. */
export interface CompiledModel {
  layers: readonly StandardLayer[];
  weights: readonly { read(): tf.Variable }[];
  /** As given to compile(): one for all outputs, or one for each, by place or by name. */
  loss?: unknown;
  metrics?: unknown;
  lossFunctions?: readonly unknown[];
  metricsTensors?: readonly (readonly unknown[])[];
}

/** A layer with whatever it is configured by. */
interface StandardLayer extends Record<string, unknown> {
  constructor: unknown;
  name: string;
  inboundNodes: readonly unknown[];
  getClassName(): string;
}

/** What a graph of a model assumes: its configuration in one line, by which a change is seen; or why there can be none. */
export type Description = { configuration: string } | { reason: string };

/** Layers that compute the same from the same inputs and weights at every call, but for what the engine's stream draws. */
const LAYERS = new Set(
  [
    'Activation Add Average AveragePooling1D AveragePooling2D BatchNormalization Concatenate Conv1D Conv2D',
    'Conv2DTranspose Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding Flatten GlobalAveragePooling1D',
    'GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D InputLayer LayerNormalization LeakyReLU Maximum',
    'MaxPooling1D MaxPooling2D Minimum Multiply Permute PReLU ReLU RepeatVector Rescaling Reshape SeparableConv2D',
    'Softmax ThresholdedReLU UpSampling2D ZeroPadding2D Functional Model Sequential',
    'GaussianDropout AlphaDropout GaussianNoise Masking',
    'RNN SimpleRNN SimpleRNNCell GRU GRUCell LSTM LSTMCell StackedRNNCells Bidirectional TimeDistributed',
  ].flatMap((line) => line.split(' ')),
);

/** The parts of a layer that are functions of their own, by the names tfjs-layers registers its own under. */
const PARTS: Record<string, ReadonlySet<string>> = {
  activation: new Set(
    'elu selu relu relu6 linear sigmoid hardSigmoid softplus softsign tanh softmax logSoftmax swish mish gelu gelu_new'.split(
      ' ',
    ),
  ),
  regularizer: new Set(['L1L2']),
};

/** Changes from step to step and has no say in what is computed (the engine's masks have a stream of their own). */
const IGNORED = new Set(['seed', 'id', 'name']);

/** Numbers, texts and what is made of them: what a configuration is told by. */
function plainValue(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return `${value}`;
  if (Array.isArray(value) && typeof value[0] === 'number') return value.join(' ');
  return undefined;
}

/** A part's class and numbers. */
function describePart(part: object, names: ReadonlySet<string>): Description {
  const { className } = part.constructor as { className?: string };
  if (className === undefined || !names.has(className) || registeredClass(className) !== part.constructor)
    return { reason: `one of another kind (${className ?? part.constructor.name})` };
  const changed = whyNotStock(part);
  if (changed !== undefined) return { reason: changed };
  let configuration = className;
  for (const value of Object.values(part)) {
    const plain = plainValue(value);
    if (plain === undefined) return { reason: 'what it is set to is no number' };
    configuration += `,${plain}`;
  }
  return { configuration };
}

/** How tfjs writes the loss that it adds for a weight's regularizer. */
let regularizerLoss: string | undefined;

function textOfRegularizerLoss(): string {
  if (regularizerLoss === undefined) {
    const { prototype } = registeredClass('Dense') as { prototype: AddsWeights };
    // As little of a layer as the method needs: a whole one would count among those that names are numbered by.
    const layer = {
      _addedWeightNames: [],
      _trainableWeights: [],
      addLoss: (loss: unknown) => (regularizerLoss = String(loss)),
    };
    const zeros = { apply: (shape: number[]) => tf.zeros(shape) };
    prototype.addWeight.call(layer, 'regularized', [1], 'float32', zeros, {}).read().dispose();
  }
  return regularizerLoss!;
}

interface AddsWeights {
  addWeight(
    this: object,
    name: string,
    shape: number[],
    dtype: string,
    initializer: { apply(shape: number[]): tf.Tensor },
    regularizer: object,
  ): { read(): tf.Variable };
}

function hasOtherLosses({ _losses: losses }: StandardLayer): boolean {
  return Array.isArray(losses) && losses.some((loss) => String(loss) !== textOfRegularizerLoss());
}

function describeLayer(layer: StandardLayer): Description {
  const because = (reason: string) => ({ reason: `the layer ${layer.name}: ${reason}` });
  const className = layer.getClassName();
  const nested = layer as unknown as CompiledModel;
  const isModel = Array.isArray(nested.layers);
  if (!LAYERS.has(className) || registeredClass(className) !== layer.constructor)
    return because(`${className} may compute something else at each call`);
  if (layer._callHook != null) return because('it has a call hook');
  const changed = whyNotStock(layer);
  if (changed !== undefined) return because(changed);
  if (hasOtherLosses(layer)) return because('it has a loss by addLoss()');
  if (isModel) return describeLayers(nested.layers);
  // Its masks would be drawn in JavaScript.
  if (layer.noiseShape != null) return because('it has a noiseShape');
  if (className.endsWith('Cell') && (layer.dropout || layer.recurrentDropout))
    return because('a recurrent cell with dropout');
  if (layer.stateful === true && layer.inboundNodes.length > 1)
    return because('it has a state and more than one call');
  let configuration = className;
  for (const [key, value] of Object.entries(layer)) {
    if (IGNORED.has(key)) continue;
    // A cell, or what a wrapper wraps.
    const inner = [value].flat().filter((part) => part instanceof tf.layers.Layer);
    const description = describeLayers(inner as unknown as StandardLayer[]);
    if ('reason' in description) return description;
    configuration += description.configuration && `(${description.configuration})`;
    for (const [ending, names] of Object.entries(PARTS)) {
      if (!key.toLowerCase().endsWith(ending) || typeof value !== 'object' || !value) continue;
      const part = describePart(value, names);
      if ('reason' in part) return because(`its ${key}: ${part.reason}`);
      configuration += `,${part.configuration}`;
    }
    const plain = plainValue(value);
    if (plain !== undefined) configuration += `,${plain}`;
  }
  return { configuration };
}

function describeLayers(layers: readonly StandardLayer[]): Description {
  let configuration = '';
  for (const layer of layers) {
    const description = describeLayer(layer);
    if ('reason' in description) return description;
    configuration += `${description.configuration};`;
  }
  return { configuration };
}

function isNamed(choice: unknown): boolean {
  if (choice == null || typeof choice === 'string') return true;
  return typeof choice === 'object' && Object.values(choice).every(isNamed);
}

/**
 * What is assumed of a model that becomes a graph, looked up before each batch. All of it has to be tf.layers' own: classes,
 * methods, activations, regularizers, losses and metrics given by name. Only of such a model is it known that a step does the
 * same each time. What may change, because the line tells: numbers, sizes, rates, the strength of a regularizer, an
 * activation for another one, layers added or taken away; there is then another graph.
 *
 * @param options.withLoss whether the loss and the metrics are part of it
 */
export function describeStandardModel(
  model: CompiledModel,
  { withLoss = true }: { withLoss?: boolean } = {},
): Description {
  if (withLoss && !isNamed(model.loss)) return { reason: 'a loss that is a function' };
  if (withLoss && !isNamed(model.metrics)) return { reason: 'a metric that is a function' };
  const changed = whyNotStock(model);
  if (changed !== undefined) return { reason: `the model: ${changed}` };
  return describeLayers(model.layers);
}
