import {
  AdamW,
  type Architecture,
  compileForPrediction,
  createModel,
  createRandom,
  EMOTIONS,
  loadModel,
  type Precision,
  summarize,
  tf,
  useFastTraining,
} from '../../../src/lib/index';
import { BUNDLED_MODELS } from '../../../src/lib/model/index';
import { sayHello } from '../../shared/say-hello';
import type { Network } from '../measure';

let isStock = false;
let precision: Precision = 'float32';
let current: { architecture: Network; model: tf.LayersModel } | undefined;

/**
 * Makes this process the contender of that name: with the project's engine, or with stock
 * tfjs-node.
 */
export function start(contender: string): void {
  isStock = contender === 'stock';
  if (!isStock)
    precision = useFastTraining({ precision: contender as Precision | 'auto', seed: 1 }).precision;
}

/** What this contender is. */
export const hello = () => sayHello(precision);

/** The network's size. */
export async function describe({ architecture }: { architecture: Network }) {
  const { params, multiplyAdds } = summarize(await network(architecture));
  return { parameters: params, multiplyAdds };
}

/**
 * The network of that name, the one before it is disposed of: compiled as notebook 5 compiles it, or
 * the shipped model.
 */
export async function network(architecture: Network): Promise<tf.LayersModel> {
  if (current?.architecture === architecture) return current.model;
  current?.model.dispose();
  const model = architecture === 'shipped' ? await loadShipped() : createCompiled(architecture);
  current = { architecture, model };
  return model;
}

/** The same for predictions: `loadModel` compiles what it loads, too. */
export async function networkToUse(architecture: Network): Promise<tf.LayersModel> {
  const model = await network(architecture);
  if (!isStock) compileForPrediction(model);
  return model;
}

const loadShipped = async () => (await loadModel(BUNDLED_MODELS.shipped)).model;

function createCompiled(architecture: Architecture): tf.LayersModel {
  const model = createModel({ architecture, seed: 1 });
  model.compile({
    optimizer: isStock ? tf.train.adam(0.001) : new AdamW({ weightDecay: 0.05 }),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** A batch of noise to train on, with labels in turn. The caller disposes it. */
export function noiseBatch(batch: number): { x: tf.Tensor4D; y: tf.Tensor } {
  const x = tf.tensor4d(pixels(batch), [batch, 48, 48, 1]);
  const labels = Int32Array.from({ length: batch }, (_, i) => i % EMOTIONS.length);
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), EMOTIONS.length).toFloat());
  return { x, y };
}

/** Gray values of noise, the same in every round. */
export function pixels(count: number): Float32Array {
  const random = createRandom(1);
  return Float32Array.from({ length: count * 48 * 48 }, () => random.integer(256));
}
