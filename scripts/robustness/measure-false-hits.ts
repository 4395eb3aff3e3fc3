import { detectFaces, drawScene, type tf } from '../../src/lib/index';
import { deriveSeed } from '../../src/lib/random';
import type { FalseHits } from '../shared/docs/robustness';

/** Counts the faces that are found in empty rooms. */
export async function measureFalseHits(
  detector: tf.GraphModel,
  {
    scenes,
    tiles,
    seed,
    onProgress,
  }: { scenes: number; tiles: number; seed: number; onProgress: (done: number, total: number) => void },
): Promise<FalseHits> {
  let withFaces = 0;
  for (let i = 0; i < scenes; i++) {
    // From smooth walls to those in the noise of a dark room.
    const { image } = await drawScene([], { seed: deriveSeed(seed, i), noise: 2 + 6 * (i % 4) });
    if ((await detectFaces(detector, image, { tiles })).length > 0) withFaces++;
    onProgress(i + 1, scenes);
  }
  return { scenes, tiles, withFaces };
}
