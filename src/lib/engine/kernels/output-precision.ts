import { patchMethod, type Undo } from '../native/patch';
import { tf } from '../tensorflow';

/** How layers are connected, as far as the engine needs to know. */
interface ConnectedLayer {
  getClassName(): string;
  inboundNodes?: readonly { inboundLayers: readonly ConnectedLayer[] }[];
  /** Set on a model: the layers that its outputs come from. */
  outputLayers?: readonly ConnectedLayer[];
}

/**
 * Layers that pass on, select or add up their inputs: if the inputs were rounded, so is the output.
 */
const PASS_THROUGH = new Set(
  [
    'Activation Add Average AveragePooling1D AveragePooling2D BatchNormalization Concatenate Cropping2D Dropout ELU',
    'Flatten GlobalMaxPooling1D GlobalMaxPooling2D LeakyReLU Maximum MaxPooling1D MaxPooling2D Minimum Multiply',
    'Permute PReLU ReLU RepeatVector Reshape Softmax ThresholdedReLU UpSampling2D ZeroPadding2D',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Returns the layers that determine a model's outputs, including those behind pass-through layers.
 */
function lastLayers(model: ConnectedLayer): Set<ConnectedLayer> {
  const last = new Set<ConnectedLayer>();
  const waiting = [...(model.outputLayers ?? [])];
  for (let layer = waiting.pop(); layer; layer = waiting.pop()) {
    if (last.has(layer)) continue;
    last.add(layer);
    if (layer.outputLayers) waiting.push(...layer.outputLayers);
    if (PASS_THROUGH.has(layer.getClassName()))
      waiting.push(...(layer.inboundNodes ?? []).flatMap(({ inboundLayers }) => inboundLayers));
  }
  return last;
}

const known = new WeakMap<object, { of: ConnectedLayer['outputLayers']; last: Set<ConnectedLayer> }>();

/** The last layers of the model that is running. */
let running: Set<ConnectedLayer> | undefined;

let isLast = false;

/** Whether a model's final result is being computed, which must have its type's full precision. */
export function isModelResult(): boolean {
  return isLast;
}

/**
 * Runs a model's work with its last layers in float32, as Keras recommends for mixed precision.
 * Otherwise the outputs, and what the loss reads, would have only three digits.
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

/** Tracks whether the layer that runs is one of the last. */
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
