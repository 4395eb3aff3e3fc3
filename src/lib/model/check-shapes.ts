import { IMAGE_SIZE } from '../dataset/dataset';
import { EMOTIONS } from '../emotions';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * Checks that a model maps gray 48x48 images to seven probabilities.
 *
 * @param model
 * @param what the model's name in errors
 * @throws ExpectationError if it has other inputs or outputs
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
      advice: 'The model has to map raw gray pixels to probabilities of the seven emotions.',
    });
  }
}
