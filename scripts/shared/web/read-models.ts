import path from 'node:path';
import { projectRoot } from '../environment.mjs';
import { expectation } from '../../../src/lib/errors';
import { readFaceDetector } from '../../../src/lib/faces/blazeface/read-face-detector';
import { readFileBytes } from '../../../src/lib/files/read-file';
import { sha256 } from '../../../src/lib/files/sha256';
import { BUNDLED_MODELS, type BundledModel } from '../../../src/lib/model/bundled-models';
import { MODEL_JSON, readModelJson } from '../../../src/lib/model/model-json';

/** A model as tfjs takes it from memory. */
export interface ModelParts {
  modelTopology: unknown;
  weightSpecs: unknown;
  weightData: ArrayBuffer;
}

/** More than any model of the project. */
const LARGEST = 2 ** 28;

/**
 * Reads a bundled emotion model and the face detector and verifies their hashes, without TensorFlow.
 *
 * @param name the emotion model's
 * @throws ExpectationError when a file is missing or damaged
 * @example const { emotion, detector } = await readModels('crowd');
 */
export async function readModels(name: BundledModel): Promise<{ emotion: ModelParts; detector: ModelParts }> {
  const [emotion, detector] = await Promise.all([
    readEmotionModel(path.join(projectRoot, BUNDLED_MODELS[name])),
    readFaceDetector(path.join(projectRoot, 'models', 'face-detector')),
  ]);
  return { emotion, detector };
}

async function readEmotionModel(folder: string): Promise<ModelParts> {
  const { topology, specs, weightsFile, metadata } = await readModelJson(path.join(folder, 'model.json'));
  const file = path.join(folder, weightsFile);
  const { advice } = MODEL_JSON;
  const bytes = await readFileBytes(file, {
    what: 'the weights of the emotion model',
    largest: LARGEST,
    missing: advice,
    advice,
  });
  const found = sha256(bytes);
  if (found !== metadata.weightsSha256)
    throw expectation(file, {
      expectation: `the weights with SHA-256 ${metadata.weightsSha256}`,
      found,
      advice,
    });
  return { modelTopology: topology, weightSpecs: specs, weightData: new Uint8Array(bytes).buffer };
}
