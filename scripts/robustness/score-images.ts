import { accuracy, concatImages, predict, predictedLabels, type tf } from '../../src/lib/index';

/**
 * The share of images, at least one, that are classified as their labels say, from predictions averaged with the
 * mirror image.
 */
export async function scoreImages(
  model: tf.LayersModel,
  { images, labels }: { images: readonly Uint8Array[]; labels: Uint8Array },
): Promise<number> {
  return accuracy(labels, predictedLabels(await predict(model, concatImages(images), { flip: true })));
}
