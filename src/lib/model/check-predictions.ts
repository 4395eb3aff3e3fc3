import { IMAGE_SIZE } from '../dataset/dataset';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * Checks that a model's outputs are finite for a black image, a white image and a pixel
 * checkerboard.
 *
 * @param model
 * @param options
 * @param options.what the model's name in errors
 * @param options.advice what to do about it, for errors
 * @throws ExpectationError if an output is not finite or the model cannot run
 * @example checkPredictions(model, { what: 'models/emotion/model.json' });
 */
export function checkPredictions(
  model: tf.LayersModel,
  { what, advice }: { what: string; advice?: string },
): void {
  const wrong = { expectation: 'finite numbers', advice };
  let predictions: Float32Array;
  try {
    predictions = tf.tidy(() => {
      const image = [IMAGE_SIZE, IMAGE_SIZE, 1];
      const checks = tf.mod(tf.range(0, IMAGE_SIZE * IMAGE_SIZE), 2);
      const images = [tf.zeros(image), tf.ones(image), tf.reshape(checks, image)];
      return (model.predict(tf.mul(tf.stack(images), 255)) as tf.Tensor).dataSync<'float32'>();
    });
  } catch (cause) {
    const found = `none: "${(cause as Error).message.split('\n').pop()}"`;
    throw expectation(`the predictions of ${what}`, { ...wrong, found, cause });
  }
  const found = predictions.find((value) => !Number.isFinite(value));
  if (found !== undefined) throw expectation(`the predictions of ${what}`, { ...wrong, found });
}
