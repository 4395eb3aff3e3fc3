import { IMAGE_SIZE } from '../dataset/dataset';
import { EMOTIONS } from '../emotions';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * Makes sure that a model takes gray 48x48 images and gives seven probabilities.
 *
 * @param what the model, named as the error shall name it
 * @throws ExpectationError otherwise
 * @example checkShapes(model, 'models/emotion/model.json');
 */
export function checkShapes(model: tf.LayersModel, what: string): void {
  const expected = { input: [null, IMAGE_SIZE, IMAGE_SIZE, 1], output: [null, EMOTIONS.length] };
  const found = { input: model.inputs[0].shape, output: model.outputs[0].shape };
  const single = model.inputs.length === 1 && model.outputs.length === 1;
  if (!single || JSON.stringify(found) !== JSON.stringify(expected)) {
    throw expectation(what, {
      expectation: `a model from [n, ${IMAGE_SIZE}, ${IMAGE_SIZE}, 1] to [n, ${EMOTIONS.length}]`,
      found: `${JSON.stringify(found.input)} to ${JSON.stringify(found.output)}`,
      advice: 'Images go in as raw gray pixels, probabilities of the seven emotions come out.',
    });
  }
}
