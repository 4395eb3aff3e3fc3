import { assertPixels } from '../dataset/assert-pixels';
import { IMAGE_BYTES, IMAGE_SIZE } from '../dataset/dataset';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * The model's seven probabilities for one picture's pixels, in the order of `EMOTIONS`.
 *
 * @param model takes `[n, 48, 48, 1]` gray values 0 to 255
 * @param pixels `[48 * 48]` gray values 0 to 255, as `decodeImage` gives them
 * @throws ExpectationError when there are not 2,304 of them, or one is not from 0 to 255 (NaN is not)
 * @example const probabilities = await classify(model, await decodeImage('face.png'));
 */
export async function classify(model: tf.LayersModel, pixels: ArrayLike<number>): Promise<Float32Array> {
  if (pixels.length !== IMAGE_BYTES)
    throw expectation('pixels', {
      expectation: `${IMAGE_BYTES} gray values of a 48x48 image`,
      found: pixels.length,
    });
  assertPixels(pixels, { name: 'pixels' });
  const output = tf.tidy(() => {
    const image = tf.tensor4d(Float32Array.from(pixels), [1, IMAGE_SIZE, IMAGE_SIZE, 1]);
    return model.predict(image) as tf.Tensor2D;
  });
  try {
    return (await output.data()) as Float32Array;
  } finally {
    output.dispose();
  }
}
