import {
  AdamW,
  type Architecture,
  createModel,
  createRandom,
  type Precision,
  summarize,
  tf,
  useFastTraining,
} from '../../../src/lib/index';
import { sayHello } from '../../shared/say-hello';

let isStock = false;
let precision: Precision = 'float32';
let current: { architecture: Architecture; model: tf.LayersModel } | undefined;

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
export function describe({ architecture }: { architecture: Architecture }) {
  const { params, multiplyAdds } = summarize(network(architecture));
  return { parameters: params, multiplyAdds };
}

/**
 * The compiled network of that name, as notebook 5 compiles it; the one before it is disposed of.
 */
export function network(architecture: Architecture): tf.LayersModel {
  if (current?.architecture === architecture) return current.model;
  current?.model.dispose();
  const model = createModel({ architecture, seed: 1 });
  model.compile({
    optimizer: isStock ? tf.train.adam(0.001) : new AdamW({ weightDecay: 0.05 }),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  current = { architecture, model };
  return model;
}

/** Gray values of noise, the same in every round. */
export function pixels(count: number): Float32Array {
  const random = createRandom(1);
  return Float32Array.from({ length: count * 48 * 48 }, () => random.integer(256));
}
