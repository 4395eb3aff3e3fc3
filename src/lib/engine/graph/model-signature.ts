import { tf } from '../tensorflow';
import { registeredClass, whyNotStock, whyNotStockFunction, type SeenClasses } from './stock-classes';
import type { Witness } from './witness';

/** The members of a tf.layers model that the engine uses. */
export interface CompiledModel {
  layers: readonly StandardLayer[];
  weights: readonly { read(): tf.Variable }[];
  /**
   * As passed to compile(): one loss for all outputs, or one per output, by position or by name.
   */
  loss?: unknown;
  metrics?: unknown;
  lossFunctions?: readonly unknown[];
  metricsTensors?: readonly (readonly unknown[])[];
}

/** A layer with its configuration as properties. */
interface StandardLayer extends Record<string, unknown> {
  constructor: unknown;
  name: string;
  inboundNodes: readonly unknown[];
  getClassName(): string;
}

/**
 * All that a model's configuration consists of, layer by layer. It is a list rather than a string
 * because it is made before each batch: writing numbers out takes longer than anything else.
 */
export type Configuration = readonly (string | number | boolean)[];

/** The model's configuration, or why the model cannot become a graph. */
export type Description = { configuration: Configuration } | { reason: string };

/** What goes through all layers while they are described. */
interface Survey {
  seen: SeenClasses;
  /** Grows layer by layer. */
  configuration: (string | number | boolean)[];
  witness?: Witness;
}

/**
 * Layers that compute the same at every call, given the same inputs, weights and random numbers
 * from the engine.
 */
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

// Looked up once: each property of `tf` is a getter, and this is asked thousands of times a second.
const { Layer } = tf.layers;

/** Functions that a layer may hold, by the names under which tfjs-layers registers them. */
const PARTS: Record<string, ReadonlySet<string>> = {
  activation: new Set(
    'elu selu relu relu6 linear sigmoid hardSigmoid softplus softsign tanh softmax logSoftmax swish mish gelu gelu_new'.split(
      ' ',
    ),
  ),
  regularizer: new Set(['L1L2']),
};

/**
 * Properties that vary without affecting the result (the engine draws masks from its own stream).
 */
const IGNORED = new Set(['seed', 'id', 'name']);

/** By property name: the functions that the property may hold, if it is meant for one. */
const partsOf = new Map<string, ReadonlySet<string> | undefined>();

function partsFor(key: string): ReadonlySet<string> | undefined {
  if (!partsOf.has(key)) {
    const found = Object.entries(PARTS).find(([ending]) => key.toLowerCase().endsWith(ending));
    partsOf.set(key, found?.[1]);
  }
  return partsOf.get(key);
}

/** Describes an activation or a regularizer by its class and numbers, or returns why it cannot. */
function describePart(
  part: object,
  names: ReadonlySet<string>,
  { seen, configuration, witness }: Survey,
): string | undefined {
  const { className } = part.constructor as { className?: string };
  if (className === undefined || !names.has(className) || registeredClass(className) !== part.constructor)
    return `one of another kind (${className ?? part.constructor.name})`;
  const changed = whyNotStock(part, seen);
  if (changed !== undefined) return changed;
  configuration.push(className);
  const keys = Object.keys(part);
  witness?.note(part, keys);
  witness?.noteClass(part);
  for (const name of keys) {
    const value = (part as Record<string, unknown>)[name];
    if (typeof value === 'function') {
      const own = whyNotStockFunction(part, { name, value });
      if (own !== undefined) return own;
    } else if (typeof value !== 'number' && typeof value !== 'boolean')
      return 'what it is set to is no number';
    else configuration.push(value);
  }
  return undefined;
}

/** Source text of the loss function that tfjs adds for a weight's regularizer. */
let regularizerLoss: string | undefined;

function textOfRegularizerLoss(): string {
  if (regularizerLoss === undefined) {
    const { prototype } = registeredClass('Dense') as { prototype: AddsWeights };
    // The minimum that the method needs. A real layer would advance the counter behind automatic
    // names.
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

/** Why a layer must not become part of a graph, apart from its properties. */
function whyNotStandard(layer: StandardLayer, seen: SeenClasses): string | undefined {
  const className = layer.getClassName();
  if (!LAYERS.has(className) || registeredClass(className) !== layer.constructor)
    return `${className} may compute something else at each call`;
  if (layer._callHook != null) return 'it has a call hook';
  if (hasOtherLosses(layer)) return 'it has a loss by addLoss()';
  // Its masks would be drawn in JavaScript.
  if (layer.noiseShape != null) return 'it has a noiseShape';
  if (className.endsWith('Cell') && (layer.dropout || layer.recurrentDropout))
    return 'a recurrent cell with dropout';
  if (layer.stateful === true && layer.inboundNodes.length > 1)
    return 'it has a state and more than one call';
  return whyNotStock(layer, seen);
}

/** Describes a layer, or returns why it cannot be part of a graph. */
function describeLayer(layer: StandardLayer, survey: Survey): string | undefined {
  const { seen, configuration, witness } = survey;
  const because = (reason: string) => `the layer ${layer.name}: ${reason}`;
  const reason = whyNotStandard(layer, seen);
  if (reason !== undefined) return because(reason);
  configuration.push(layer.getClassName());
  const nested = (layer as unknown as CompiledModel).layers;
  const keys = Object.keys(layer);
  witness?.note(layer, keys);
  witness?.noteClass(layer);
  for (const key of keys) {
    const value = layer[key];
    if (typeof value === 'function') {
      const own = whyNotStockFunction(layer, { name: key, value });
      if (own !== undefined) return because(own);
    }
    if (IGNORED.has(key) || nested) continue;
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') {
      configuration.push(value);
    } else if (typeof value === 'object' && value !== null) {
      const problem = describeObject(value, key, survey);
      if (problem) return problem.isInner ? problem.reason : because(problem.reason);
    }
  }
  return nested && describeLayers(nested, survey);
}

/**
 * Describes a layer's property: numbers, an activation or regularizer, a cell, or a wrapped layer;
 * or returns why it cannot.
 */
function describeObject(
  value: object,
  key: string,
  survey: Survey,
): { reason: string; isInner?: boolean } | undefined {
  const { configuration } = survey;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'number') {
    const numbers = value as number[];
    configuration.push(numbers.length, ...numbers);
    survey.witness?.note(numbers, Object.keys(numbers));
    return undefined;
  }
  if (first instanceof Layer) {
    configuration.push('(');
    const reason = describeLayers([value].flat() as unknown as StandardLayer[], survey);
    configuration.push(')');
    return reason === undefined ? undefined : { reason, isInner: true };
  }
  const names = partsFor(key);
  const reason = names && describePart(value, names, survey);
  return reason === undefined ? undefined : { reason: `its ${key}: ${reason}` };
}

/** Describes layers one after the other, or returns why one cannot be part of a graph. */
function describeLayers(layers: readonly StandardLayer[], survey: Survey): string | undefined {
  survey.witness?.note(layers, Object.keys(layers));
  for (const layer of layers) {
    const reason = describeLayer(layer, survey);
    if (reason !== undefined) return reason;
    survey.configuration.push(';');
  }
  return undefined;
}

function isNamed(choice: unknown): boolean {
  if (choice == null || typeof choice === 'string') return true;
  return typeof choice === 'object' && Object.values(choice).every(isNamed);
}

/**
 * Returns what a model's graph depends on; it is compared before each batch. Everything has to be
 * from tf.layers itself (classes, methods, activations, regularizers) and losses and metrics have
 * to be given by name: only then is a step known to compute the same each time. Numbers, sizes,
 * rates, regularization strengths, activations and layers may change. They are part of the
 * configuration, so a change leads to a new graph.
 *
 * @param model
 * @param options
 * @param options.withLoss whether to include the loss and the metrics
 * @param options.witness notes all that the description depends on; only without the loss
 */
export function describeSignature(
  model: CompiledModel,
  { withLoss = true, witness }: { withLoss?: boolean; witness?: Witness } = {},
): Description {
  if (withLoss && !isNamed(model.loss)) return { reason: 'a loss that is a function' };
  if (withLoss && !isNamed(model.metrics)) return { reason: 'a metric that is a function' };
  const seen: SeenClasses = new Map();
  const changed = whyNotStock(model, seen);
  if (changed !== undefined) return { reason: `the model: ${changed}` };
  const keys = Object.keys(model);
  witness?.note(model, keys);
  witness?.noteClass(model);
  for (const name of keys) {
    const value = (model as unknown as Record<string, unknown>)[name];
    const own = typeof value === 'function' ? whyNotStockFunction(model, { name, value }) : undefined;
    if (own !== undefined) return { reason: `the model: ${own}` };
  }
  const configuration: Survey['configuration'] = [];
  const reason = describeLayers(model.layers, { seen, configuration, witness });
  return reason === undefined ? { configuration } : { reason };
}
