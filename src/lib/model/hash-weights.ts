import type { tf } from '../engine/tensorflow';
import { bytesOf } from '../files/bytes-of';
import { sha256 } from '../files/sha256';

/** SHA-256 (hex) of all of a model's weights, to tell whether two models have the same ones. */
export function hashWeights(model: tf.LayersModel): string {
  const hashes = model.getWeights().map((weight) => sha256(bytesOf(weight.dataSync<'float32'>())));
  return sha256(hashes.join());
}
