import { deriveSeed } from '../random';

/**
 * Creates a function that returns the next layer's seed at each call. It never returns 0, which
 * tfjs treats as unseeded.
 *
 * @example const nextSeed = kernelSeeds(42);
 */
export function kernelSeeds(seed: number): () => number {
  let layer = 0;
  return () => deriveSeed(seed, layer++) || 1;
}
