import { classify, tf } from '../../../src/lib/index';
import { IMAGE_BYTES, IMAGE_SIZE } from '../../../src/lib/dataset/index';
import type { Network } from '../measure';
import { networkToUse, pixels } from './networks';

/**
 * Probabilities of some batches of noise. The batch before them is not counted, as in a training: the
 * caches hold what another contender worked on.
 */
export async function predict({
  architecture,
  batch,
  batches,
}: {
  architecture: Network;
  batch: number;
  batches: number;
}) {
  const model = await networkToUse(architecture);
  const images = batch * batches;
  const values = pixels(images);
  const run = async (count: number) => {
    const output = tf.tidy(() => {
      const x = tf.tensor4d(values.subarray(0, count * IMAGE_BYTES), [count, IMAGE_SIZE, IMAGE_SIZE, 1]);
      return model.predict(x, { batchSize: batch }) as tf.Tensor2D;
    });
    await output.data();
    output.dispose();
  };
  await run(batch);
  const began = performance.now();
  await run(images);
  return { images, seconds: (performance.now() - began) / 1000 };
}

/** One image at a time, from its pixels to its probabilities; the first is not counted. */
export async function single({ architecture, calls }: { architecture: Network; calls: number }) {
  const model = await networkToUse(architecture);
  const picture = pixels(1);
  const milliseconds: number[] = [];
  await classify(model, picture);
  for (let call = 0; call < calls; call++) {
    const began = performance.now();
    await classify(model, picture);
    milliseconds.push(performance.now() - began);
  }
  return { milliseconds };
}
