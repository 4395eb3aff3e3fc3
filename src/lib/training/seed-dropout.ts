import type { tf } from '../engine/tensorflow';
import { deriveSeed } from '../random';

/** tfjs' dropout layer; its types hide the seed. */
type DropoutLayer = tf.layers.Layer & { seed: number | null };

/**
 * Controls the seeds of a model's dropout layers during training. Without a seed, tfjs draws from
 * Math.random; with a fixed seed, it drops the same units at every step. So each layer gets a new
 * seed at each step.
 *
 * @returns `set(epoch, step)` sets the seeds of a step, `restore()` brings back the original ones
 * @example const dropouts = seedDropouts(model, { seed: 42 });
 */
export function seedDropouts(
  model: tf.LayersModel,
  { seed }: { seed: number },
): { set(epoch: number, step: number): void; restore(): void } {
  const layers = model.layers.filter((layer) => layer.getClassName() === 'Dropout') as DropoutLayer[];
  const before = layers.map((layer) => layer.seed);
  return {
    set(epoch, step) {
      layers.forEach((layer, i) => (layer.seed = deriveSeed(seed, epoch, step, i) || 1));
    },
    restore() {
      layers.forEach((layer, i) => (layer.seed = before[i]));
    },
  };
}
