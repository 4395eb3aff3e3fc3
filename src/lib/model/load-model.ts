import path from 'node:path';
import { compileForPrediction } from '../engine/openvino/compile-for-prediction';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { checkPredictions } from './check-predictions';
import { checkShapes } from './check-shapes';
import { modelFromTopology } from './model-from-topology';
import { MODEL_JSON, readModelJson, type WeightSpec } from './model-json';
import type { ModelMetadata } from './model-metadata';
import { countNumbers, readWeights } from './read-weights';

const { advice } = MODEL_JSON;

/**
 * Loads a model that `saveModel` wrote and verifies it: labels must be as many as its outputs,
 * layers and shapes must be valid, and weights must be finite and identical to those saved. Until they
 * change, it predicts with OpenVINO where that is installed (see `compileForPrediction`).
 *
 * @returns the model, not compiled, with the names of its classes (see `classesOf`); its metadata,
 *   in which they are the `labels`
 * @throws ExpectationError that names the file and the position in it, if a file is missing or
 *   damaged or belongs to another kind of model
 * @example const { model, metadata } = await loadModel('models/emotion');
 */
export async function loadModel(folder: string): Promise<{ model: tf.LayersModel; metadata: ModelMetadata }> {
  const file = path.join(folder, 'model.json');
  const json = await readModelJson(file);
  const { topology, specs, metadata } = json;
  const weights = await readWeights(folder, json);
  let model: tf.LayersModel | undefined;
  try {
    const place = ['modelTopology'];
    model = await modelFromTopology(topology, {
      file,
      place,
      advice,
      blank: true,
      parameters: countNumbers(specs),
    });
    checkShapes(model, { what: file, classes: metadata.labels.length });
    checkNames(model, { specs, file });
    model.setWeights(model.weights.map(({ originalName }) => weights.get(originalName)!));
    model.setUserDefinedMetadata({ ...metadata });
    checkPredictions(model, { what: file, advice });
    compileForPrediction(model);
    return { model, metadata };
  } catch (error) {
    model?.dispose();
    throw error;
  } finally {
    tf.dispose([...weights.values()]);
  }
}

/** Checks that the weights in the file are those of the layers. */
function checkNames(
  model: tf.LayersModel,
  { specs, file }: { specs: readonly WeightSpec[]; file: string },
): void {
  const show = (name: string, shape: readonly (number | null)[]) => `${name} [${shape.join(', ')}]`;
  const expected = model.weights.map(({ originalName, shape }) => show(originalName, shape));
  const found = specs.map(({ name, shape }) => show(name, shape));
  const wrong = found.find((weight, i) => !expected.includes(weight) || found.indexOf(weight) !== i);
  const missing = expected.find((weight, i) => !found.includes(weight) || expected.indexOf(weight) !== i);
  if (wrong === undefined && missing === undefined) return;
  throw expectation(`the weights in ${file}`, {
    expectation: `those of its layers, once each${missing ? `, such as ${missing}` : ''}`,
    found: wrong ?? 'none',
    advice,
  });
}
