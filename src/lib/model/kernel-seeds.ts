import { deriveSeed } from '../random';

/**
 * A function that gives the next layer's seed at each call. Never 0, which tfjs takes for "not seeded".
 *
 * @example const nextSeed = kernelSeeds(42);
 */
export function kernelSeeds(seed: number): () => number {
  let layer = 0;
  return () => deriveSeed(seed, layer++) || 1;
}
