import { patchMethod, type Undo } from '../native/patch';
import { tf } from '../tensorflow';

/** What the engine reads of how layers are connected. */
interface ConnectedLayer {
  getClassName(): string;
  inboundNodes?: readonly { inboundLayers: readonly ConnectedLayer[] }[];
  /** Of a model: the layers that its outputs come from. */
  outputLayers?: readonly ConnectedLayer[];
}

/** Layers that hand on, choose or add up what comes to them: what was rounded before them comes out rounded. */
const HANDING_ON = new Set(
  [
    'Activation Add Average AveragePooling1D AveragePooling2D BatchNormalization Concatenate Cropping2D Dropout ELU',
    'Flatten GlobalMaxPooling1D GlobalMaxPooling2D LeakyReLU Maximum MaxPooling1D MaxPooling2D Minimum Multiply',
    'Permute PReLU ReLU RepeatVector Reshape Softmax ThresholdedReLU UpSampling2D ZeroPadding2D',
  ].flatMap((line) => line.split(' ')),
);

/** The layers whose results are a model's, handed on or not. */
function lastLayers(model: ConnectedLayer): Set<ConnectedLayer> {
  const last = new Set<ConnectedLayer>();
  const waiting = [...(model.outputLayers ?? [])];
  for (let layer = waiting.pop(); layer; layer = waiting.pop()) {
    if (last.has(layer)) continue;
    last.add(layer);
    if (layer.outputLayers) waiting.push(...layer.outputLayers);
    if (HANDING_ON.has(layer.getClassName()))
      waiting.push(...(layer.inboundNodes ?? []).flatMap(({ inboundLayers }) => inboundLayers));
  }
  return last;
}

const known = new WeakMap<object, { of: ConnectedLayer['outputLayers']; last: Set<ConnectedLayer> }>();

/** The last layers of the model that is running. */
let running: Set<ConnectedLayer> | undefined;

let isLast = false;

/** Whether what is computed now is a model's result, which is to be as exact as its type says. */
export function isModelResult(): boolean {
  return isLast;
}

/**
 * Runs a model's work with its last layers in float32, as Keras advises for mixed precision: what comes out, and what a loss
 * reads, would have three digits otherwise.
 */
export function withExactResults<Result>(model: object, run: () => Result): Result {
  if (running) return run();
  const { outputLayers } = model as ConnectedLayer;
  let found = known.get(model);
  if (!found || found.of !== outputLayers) {
    found = { of: outputLayers, last: lastLayers(model as ConnectedLayer) };
    known.set(model, found);
  }
  running = found.last;
  try {
    return run();
  } finally {
    running = undefined;
  }
}

/** Lets each layer know whether it is one of the last. */
export function watchLastLayers(): Undo {
  const { prototype } = tf.layers.Layer as unknown as {
    prototype: { apply(inputs: unknown, kwargs?: unknown): unknown };
  };
  return patchMethod(prototype, 'apply', (stock) => {
    return function apply(this: ConnectedLayer, inputs, kwargs) {
      if (this instanceof tf.LayersModel && !running)
        return withExactResults(this, () => stock.call(this as never, inputs, kwargs));
      const before = isLast;
      isLast = running?.has(this) ?? false;
      try {
        return stock.call(this as never, inputs, kwargs);
      } finally {
        isLast = before;
      }
    };
  });
}
