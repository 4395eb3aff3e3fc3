import { isPlainCall } from '../openvino/can-read';
import { currentPredictions } from '../openvino/predictions';
import type { tf } from '../tensorflow';
import type { CompiledModel } from './model-signature';
import { witnessOf } from './witness-of';

/** That of `model.predict()`. */
const BATCH_SIZE = 32;

/**
 * Predicts images with one channel without making tensors of them, which would take a good part of
 * the time of a single image.
 *
 * @param model
 * @param values `[n * height * width]`
 * @param shape `[n, height, width]`
 * @returns the model's output, `[n * classes]`; undefined if `model.predict()` has to be called
 */
export function predictValues(
  model: tf.LayersModel,
  values: Float32Array,
  [count, height, width]: readonly [number, number, number],
): Float32Array | undefined {
  const predictions = currentPredictions();
  if (!predictions || predictions.whyNot(model) !== undefined) return undefined;
  const [, ...expected] = model.inputs[0].shape;
  const isInput = [height, width, 1].every((length, i) => length === expected[i]);
  if (count === 0 || !isInput || !isPlainCall()) return undefined;
  return predictions.runValues(model, {
    ...{ values, count, batchSize: BATCH_SIZE },
    witness: () => witnessOf(model as unknown as CompiledModel),
  });
}
