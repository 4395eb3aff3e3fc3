import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { EMOTIONS } from '../emotions';
import { tf } from '../engine/tensorflow';
import { tensorflowVersion } from '../engine/tensorflow-version';
import { writeFileAtomic } from '../files';
import { checkShapes } from './check-shapes';
import type { ModelMetadata } from './model-metadata';

/** What tfjs hands to a save handler (it does not export the type). */
type ModelArtifacts = Parameters<Parameters<typeof tf.io.withSaveHandler>[0]>[0];

/** The names of the files of weights that {@link saveModel} writes. */
const WEIGHTS_FILE = /^weights-[0-9a-f]{16}\.bin$/;

/**
 * Writes the architecture, the weights and what has to be known of them in tfjs's layers format: `model.json` and one
 * file of weights, which any tfjs program loads with `tf.loadLayersModel`. The weights' file is named by its content
 * and written first, so that whatever kills the process, the folder holds either the old model or the new one.
 *
 * @param folder made when it is not there
 * @param options.metadata anything that JSON can hold: metrics, the data's fingerprint; the labels, the input's
 * description and the versions are added
 * @returns all the metadata that was written
 * @throws ExpectationError when the model does not take `[n, 48, 48, 1]` and give `[n, 7]`; what the file system throws
 * @example await saveModel(model, 'models/emotion', { metadata: { accuracy: { privateTest: 0.66 } } });
 */
export async function saveModel(
  model: tf.LayersModel,
  folder: string,
  { metadata = {} }: { metadata?: Record<string, unknown> } = {},
): Promise<ModelMetadata> {
  checkShapes(model, 'the model to save');
  const { modelTopology, weightSpecs, weights } = await artifactsOf(model);
  const weightsSha256 = createHash('sha256').update(weights).digest('hex');
  const weightsFile = `weights-${weightsSha256.slice(0, 16)}.bin`;
  const written: ModelMetadata = {
    ...metadata,
    labels: EMOTIONS,
    input: '[n, 48, 48, 1] raw gray pixels, 0 (black) to 255 (white)',
    versions: versions(),
    weightsSha256,
  };
  const json = {
    format: 'layers-model',
    generatedBy: `TensorFlow.js tfjs-layers v${tf.version['tfjs-layers']}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: [weightsFile], weights: weightSpecs }],
    userDefinedMetadata: written,
  };
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(path.join(folder, weightsFile), weights);
  await writeFileAtomic(path.join(folder, 'model.json'), JSON.stringify(json, null, 1));
  for (const name of await readdir(folder)) {
    if (WEIGHTS_FILE.test(name) && name !== weightsFile) await rm(path.join(folder, name));
  }
  return written;
}

async function artifactsOf(model: tf.LayersModel) {
  let artifacts: ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((given) => {
      artifacts = given;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  const { modelTopology, weightSpecs, weightData } = artifacts!;
  const parts = Array.isArray(weightData) ? weightData : [weightData!];
  return { modelTopology, weightSpecs, weights: Buffer.concat(parts.map((part) => new Uint8Array(part))) };
}

function versions(): Record<string, string> {
  return {
    node: process.versions.node,
    tfjs: tf.version['tfjs-core'],
    TensorFlow: tensorflowVersion() ?? 'not loaded',
  };
}
