import { IMAGE_BYTES, IMAGE_SIZE } from '../dataset/dataset';
import { pixelsOf, type ImageBatch } from '../dataset/image-batch';
import { predictValues } from '../engine/graph/predict-values';
import { tf } from '../engine/tensorflow';
import { imageValues } from './image-tensor';

/**
 * The model's probabilities for a few images at once: `[n * classes]`, in the order of `classesOf(model)`. Use
 * `predict` for many images: it processes them in batches.
 *
 * @param model takes `[n, 48, 48, 1]` gray values 0 to 255
 * @param images for example the pixels from `decodeImage`
 * @throws ExpectationError when they are not whole images of 48x48 or a value is not from 0 to
 *   255 (NaN is not)
 * @example const probabilities = await classify(model, await decodeImage('face.png'));
 */
export async function classify(model: tf.LayersModel, images: ImageBatch): Promise<Float32Array> {
  const pixels = pixelsOf(images);
  const count = pixels.length / IMAGE_BYTES;
  const values = imageValues(pixels, { first: 0, count });
  const found = predictValues(model, values, [count, IMAGE_SIZE, IMAGE_SIZE]);
  if (found) return found;
  const output = tf.tidy(
    () => model.predict(tf.tensor4d(values, [count, IMAGE_SIZE, IMAGE_SIZE, 1])) as tf.Tensor2D,
  );
  try {
    return await output.data<'float32'>();
  } finally {
    output.dispose();
  }
}
