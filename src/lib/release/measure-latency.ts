import { IMAGE_BYTES } from '../dataset/dataset';
import { describeProcessor } from '../engine/index';
import type { tf } from '../engine/tensorflow';
import { classify } from '../evaluation/index';
import type { Latency } from './model-card';

/** Predictions before timing starts, since the first ones are slower. */
const WARM_UP = 20;

/**
 * Measures a model's latency for one image, from pixels to probabilities.
 *
 * @example const { p50 } = await measureLatency(model);
 */
export async function measureLatency(
  model: tf.LayersModel,
  { repeats = 300 }: { repeats?: number } = {},
): Promise<Latency> {
  const pixels = Uint8Array.from({ length: IMAGE_BYTES }, (_, i) => i % 256);
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + repeats; i++) {
    const began = performance.now();
    await classify(model, pixels);
    if (i >= WARM_UP) times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const percentile = (share: number) => times[Math.min(repeats - 1, Math.floor(share * repeats))];
  const { model: processor, cores } = describeProcessor();
  return { p50: percentile(0.5), p99: percentile(0.99), repeats, processor: { model: processor, cores } };
}
