import { tf } from '../tensorflow';
import { registeredClass, whyNotStock, whyNotStockFunction, type SeenClasses } from './stock-classes';

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

/** By a property's name: the parts that it may hold, if it is for one. */
const partsOf = new Map<string, ReadonlySet<string> | undefined>();

function partsFor(key: string): ReadonlySet<string> | undefined {
  if (!partsOf.has(key)) {
    const found = Object.entries(PARTS).find(([ending]) => key.toLowerCase().endsWith(ending));
    partsOf.set(key, found?.[1]);
  }
  return partsOf.get(key);
}

/** A part's class and numbers. */
function describePart(
  part: object,
  { names, seen }: { names: ReadonlySet<string>; seen: SeenClasses },
): Description {
  const { className } = part.constructor as { className?: string };
  if (className === undefined || !names.has(className) || registeredClass(className) !== part.constructor)
    return { reason: `one of another kind (${className ?? part.constructor.name})` };
  const changed = whyNotStock(part, seen);
  if (changed !== undefined) return { reason: changed };
  let configuration = className;
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === 'function') {
      const own = whyNotStockFunction(part, { name, value });
      if (own !== undefined) return { reason: own };
    } else if (typeof value !== 'number' && typeof value !== 'boolean')
      return { reason: 'what it is set to is no number' };
    configuration += `,${value}`;
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

/** Why what a layer is must not become part of a graph, before its properties are looked at. */
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

function describeLayer(layer: StandardLayer, seen: SeenClasses): Description {
  const because = (reason: string) => ({ reason: `the layer ${layer.name}: ${reason}` });
  const reason = whyNotStandard(layer, seen);
  if (reason !== undefined) return because(reason);
  let configuration = layer.getClassName();
  const nested = (layer as unknown as CompiledModel).layers;
  for (const [key, value] of Object.entries(layer)) {
    if (typeof value === 'function') {
      const own = whyNotStockFunction(layer, { name: key, value });
      if (own !== undefined) return because(own);
    }
    if (IGNORED.has(key) || nested) continue;
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') {
      configuration += `,${value}`;
    } else if (typeof value === 'object' && value !== null) {
      const description = describeObject(value, { key, seen });
      if ('reason' in description)
        return description.isInner ? { reason: description.reason } : because(description.reason);
      configuration += description.configuration;
    }
  }
  return nested ? describeLayers(nested, seen) : { configuration };
}

/** What a property of a layer adds to its configuration: numbers, a part, a cell or what a wrapper wraps. */
function describeObject(
  value: object,
  { key, seen }: { key: string; seen: SeenClasses },
): Description & { isInner?: boolean } {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'number') return { configuration: `,${(value as number[]).join(' ')}` };
  if (first instanceof tf.layers.Layer) {
    const inner = describeLayers([value].flat() as unknown as StandardLayer[], seen);
    return 'reason' in inner ? { ...inner, isInner: true } : { configuration: `(${inner.configuration})` };
  }
  const names = partsFor(key);
  if (!names) return { configuration: '' };
  const part = describePart(value, { names, seen });
  return 'reason' in part
    ? { reason: `its ${key}: ${part.reason}` }
    : { configuration: `,${part.configuration}` };
}

function describeLayers(layers: readonly StandardLayer[], seen: SeenClasses): Description {
  let configuration = '';
  for (const layer of layers) {
    const description = describeLayer(layer, seen);
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
 * @param options
 * @param options.withLoss whether the loss and the metrics are part of it
 */
export function describeSignature(
  model: CompiledModel,
  { withLoss = true }: { withLoss?: boolean } = {},
): Description {
  if (withLoss && !isNamed(model.loss)) return { reason: 'a loss that is a function' };
  if (withLoss && !isNamed(model.metrics)) return { reason: 'a metric that is a function' };
  const seen: SeenClasses = new Map();
  const changed = whyNotStock(model, seen);
  if (changed !== undefined) return { reason: `the model: ${changed}` };
  for (const [name, value] of Object.entries(model)) {
    const own = typeof value === 'function' ? whyNotStockFunction(model, { name, value }) : undefined;
    if (own !== undefined) return { reason: `the model: ${own}` };
  }
  return describeLayers(model.layers, seen);
}
