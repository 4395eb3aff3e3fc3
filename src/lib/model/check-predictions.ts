import { IMAGE_SIZE } from '../dataset/dataset';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * Makes sure that a model answers a black and a white image, and one with both, with finite numbers.
 *
 * @param options
 * @param options.what the model, named as the error shall name it
 * @throws ExpectationError otherwise
 * @example checkAnswers(model, { what: 'models/emotion/model.json' });
 */
export function checkAnswers(
  model: tf.LayersModel,
  { what, advice }: { what: string; advice?: string },
): void {
  const wrong = { expectation: 'finite numbers', advice };
  let answers: Float32Array;
  try {
    answers = tf.tidy(() => {
      const image = [IMAGE_SIZE, IMAGE_SIZE, 1];
      const checks = tf.mod(tf.range(0, IMAGE_SIZE * IMAGE_SIZE), 2);
      const images = [tf.zeros(image), tf.ones(image), tf.reshape(checks, image)];
      return (model.predict(tf.mul(tf.stack(images), 255)) as tf.Tensor).dataSync<'float32'>();
    });
  } catch (cause) {
    const found = `none: "${(cause as Error).message.split('\n').pop()}"`;
    throw expectation(`the answers of ${what}`, { ...wrong, found, cause });
  }
  const found = answers.find((value) => !Number.isFinite(value));
  if (found !== undefined) throw expectation(`the answers of ${what}`, { ...wrong, found });
}
