import { setImmediate } from 'node:timers/promises';
import type { Batch } from '../dataset/batches';
import { tf } from '../engine/tensorflow';

/**
 * Computes the mean loss and the accuracy of a compiled model on batches. Yields to the event loop
 * between them.
 *
 * @returns undefined if interrupted
 */
export async function runValidation(
  model: tf.LayersModel,
  { batches, interrupted }: { batches: Iterable<Batch>; interrupted: () => boolean },
): Promise<{ loss: number; accuracy: number } | undefined> {
  let images = 0;
  let lossSum = 0;
  let right = 0;
  for (const batch of batches) {
    try {
      await setImmediate();
      if (interrupted()) return undefined;
      const size = batch.indices.length;
      const [loss, accuracy] = tf.tidy(() => {
        const scalars = model.evaluate(batch.x, batch.y, { batchSize: size }) as tf.Scalar[];
        return scalars.map((scalar) => scalar.dataSync()[0]);
      });
      images += size;
      lossSum += loss * size;
      // Back to a count, which removes float32's rounding error.
      right += Math.round(accuracy * size);
    } finally {
      batch.dispose();
    }
  }
  return { loss: lossSum / images, accuracy: right / images };
}
