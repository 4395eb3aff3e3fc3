import type { tf } from '../engine/tensorflow';
import { deriveSeed } from '../random';

/** tfjs's dropout layer, whose seed its types hide. */
type DropoutLayer = tf.layers.Layer & { seed: number | null };

/**
 * Takes over the seeds of a model's dropout layers for the time of a training. Without a seed tfjs draws from
 * Math.random, with a fixed one it drops the same units at every step; so each layer gets a new seed for each step.
 *
 * @returns `set(epoch, step)`, and `restore()`, which gives the layers back the seeds they had
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
