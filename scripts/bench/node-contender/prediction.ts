import { classify, tf } from '../../../src/lib/index';
import type { Network } from '../measure';
import { networkToUse, pixels } from './networks';

/** Probabilities of some batches of noise. */
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
  const began = performance.now();
  const output = tf.tidy(() => {
    const x = tf.tensor4d(values, [images, 48, 48, 1]);
    return model.predict(x, { batchSize: batch }) as tf.Tensor2D;
  });
  await output.data();
  const seconds = (performance.now() - began) / 1000;
  output.dispose();
  return { images, seconds };
}

/** One image at a time, from its pixels to its probabilities. */
export async function single({ architecture, calls }: { architecture: Network; calls: number }) {
  const model = await networkToUse(architecture);
  const picture = pixels(1);
  const milliseconds: number[] = [];
  for (let call = 0; call < calls; call++) {
    const began = performance.now();
    await classify(model, picture);
    milliseconds.push(performance.now() - began);
  }
  return { milliseconds };
}
