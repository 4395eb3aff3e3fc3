import { checkOwnModel } from '../native/one-copy';
import { tf } from '../tensorflow';

/** The models to predict with OpenVINO. Sequential models delegate to an inner one, which is here, too. */
const chosen = new WeakSet<object>();

/**
 * Lets a model predict with OpenVINO, Intel's inference library, which takes a third of
 * TensorFlow's time for one image, and a tenth for a graph model. It compiles the network when the
 * model first predicts, in about a tenth of a second, while fast training is on. `loadModel` and
 * `loadFaceDetector` call this, since a model that was loaded is there to be used.
 *
 * Once a weight changes, the model predicts with TensorFlow again, because each compilation takes
 * longer than a batch. So does a model with a layer that ONNX has no operator for, or on a machine
 * without OpenVINO; `fast.explain(model)` says which it is. Probabilities differ by rounding: by less
 * than 1e-5 in float32.
 *
 * @throws ExpectationError if another copy of tfjs-node has built the model
 * @example
 * compileForPrediction(model);
 * model.predict(x); // compiles
 * model.predict(x); // runs what was compiled
 */
export function compileForPrediction(model: tf.LayersModel | tf.GraphModel): void {
  if (!(model instanceof tf.GraphModel)) checkOwnModel(model);
  chosen.add(model);
  if (!(model instanceof tf.Sequential)) return;
  const sequential = model as unknown as { model?: object; build(): void };
  // As its own predict() does.
  if (!sequential.model) sequential.build();
  chosen.add(sequential.model!);
}

/** Whether {@link compileForPrediction} was called and no weight has changed since it took effect. */
export const isCompiledForPrediction = (model: object): boolean => chosen.has(model);

/** Undoes {@link compileForPrediction}. */
export const stopCompiling = (model: object): boolean => chosen.delete(model);
