import { CLASS_COUNT, isClassCount } from '../classes';
import { IMAGE_SIZE } from '../dataset/dataset';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * Checks that a model maps gray 48x48 images to the probabilities of 2 to 100 classes.
 *
 * @param model
 * @param options
 * @param options.what the model's name in errors
 * @param options.classes how many classes it has to tell apart; by default any number
 * @throws ExpectationError if it has other inputs or outputs
 * @example checkShapes(model, { what: 'models/emotion/model.json', classes: 7 });
 */
export function checkShapes(
  model: tf.LayersModel,
  { what, classes }: { what: string; classes?: number },
): void {
  const [input, output] = [model.inputs[0].shape, model.outputs[0].shape];
  const single = model.inputs.length === 1 && model.outputs.length === 1;
  const takesImages = JSON.stringify(input) === JSON.stringify([null, IMAGE_SIZE, IMAGE_SIZE, 1]);
  const [batch, count] = output;
  const isWanted = classes === undefined ? isClassCount(count!) : count === classes;
  if (single && takesImages && output.length === 2 && batch === null && isWanted) return;
  throw expectation(what, {
    expectation: `a model from [n, ${IMAGE_SIZE}, ${IMAGE_SIZE}, 1] to [n, ${classes ?? 'classes'}]`,
    found: `${JSON.stringify(input)} to ${JSON.stringify(output)}`,
    advice:
      'The model has to map raw gray pixels to probabilities of ' +
      (classes === undefined
        ? `${CLASS_COUNT.from} to ${CLASS_COUNT.to} classes.`
        : `the ${classes} classes.`),
  });
}
