import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkClassNames } from '../classes';
import { tf } from '../engine/tensorflow';
import { tensorflowVersion } from '../engine/tensorflow-version';
import { writeFileAtomic } from '../files/write-file-atomic';
import { expectation } from '../errors';
import { makeFolder } from '../files/make-folder';
import { sha256 } from '../files/sha256';
import { checkShapes } from './check-shapes';
import { classesOf } from './classes-of';
import { encodeFloat16 } from './float16';
import { contentSha256Of } from './model-json';
import type { ModelMetadata } from './model-metadata';

/** The argument of tfjs' save handlers (tfjs does not export the type). */
type ModelArtifacts = Parameters<Parameters<typeof tf.io.withSaveHandler>[0]>[0];

/** A weight's name, shape and type, and how it is stored. */
type WeightSpec = NonNullable<ModelArtifacts['weightSpecs']>[number];

/** Options of {@link saveModel}. */
export interface SaveOptions {
  /**
   * The names of the model's classes, in the order of its outputs; by default those that it was
   * created or loaded with.
   */
  classes?: readonly string[];
  /**
   * JSON values, such as metrics or the data's fingerprint. Labels, input and versions are added.
   */
  metadata?: Record<string, unknown>;
  /**
   * How to store kernels: exactly, or rounded to 16 bits in half the space. Any tfjs program loads
   * both. Biases and normalization weights are small and always stored exactly.
   */
  precision?: 'float32' | 'float16';
}

/** Names of the weight files that {@link saveModel} writes. */
const WEIGHTS_FILE = /^weights-[0-9a-f]{16}\.bin$/;

/**
 * Saves a model's architecture, weights and metadata in tfjs' layers format: `model.json` and one
 * file of weights. Any tfjs program loads it with `tf.loadLayersModel`. The weight file is named by
 * its content and written first, so even if the process is killed the folder has either the old
 * model or the new one.
 *
 * @param model maps `[n, 48, 48, 1]` to `[n, classes]`
 * @param folder created if missing
 * @param options
 * @returns all metadata that was written
 * @throws ExpectationError if the model has other shapes or other numbers of classes, or its weights
 *   are not finite
 * @throws Error if the file system fails
 * @example
 * await saveModel(model, 'models/emotion', { metadata: { accuracy: { privateTest: 0.66 } } });
 */
export async function saveModel(
  model: tf.LayersModel,
  folder: string,
  { classes = classesOf(model), metadata = {}, precision = 'float32' }: SaveOptions = {},
): Promise<ModelMetadata> {
  checkShapes(model, { what: 'the model to save' });
  checkClassNames(classes, "the names of the model's classes");
  checkShapes(model, { what: 'the model to save', classes: classes.length });
  checkWeights(model);
  const { modelTopology, weightSpecs, weights } = await artifactsOf(model, precision);
  const weightsSha256 = sha256(weights);
  const weightsFile = `weights-${weightsSha256.slice(0, 16)}.bin`;
  const written: ModelMetadata = {
    ...metadata,
    labels: [...classes],
    input: '[n, 48, 48, 1] raw gray pixels, 0 (black) to 255 (white)',
    versions: versions(),
    weightsSha256,
  };
  delete written.contentSha256;
  const json = {
    format: 'layers-model',
    generatedBy: `TensorFlow.js tfjs-layers v${tf.version['tfjs-layers']}`,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: [weightsFile], weights: weightSpecs }],
    userDefinedMetadata: written,
  };
  written.contentSha256 = contentSha256Of(json);
  await makeFolder(folder);
  await writeFileAtomic(path.join(folder, weightsFile), weights);
  await writeFileAtomic(path.join(folder, 'model.json'), JSON.stringify(json, null, 1));
  for (const name of await readdir(folder)) {
    if (WEIGHTS_FILE.test(name) && name !== weightsFile) await rm(path.join(folder, name));
  }
  return written;
}

/** Checks that the weights have unique names and are finite. */
function checkWeights(model: tf.LayersModel): void {
  const names = model.weights.map(({ originalName }) => originalName);
  const duplicate = names.find((name, i) => names.indexOf(name) !== i);
  if (duplicate !== undefined)
    throw expectation('the weights of the model to save', {
      expectation: 'uniquely named',
      found: `${duplicate} twice`,
      advice: 'Give every layer a unique name.',
    });
  model.getWeights().forEach((weight, i) => {
    const isFinite = tf.tidy(() => tf.all(tf.isFinite(weight)).dataSync()[0]);
    if (!isFinite)
      throw expectation(`the weight ${names[i]} of the model to save`, {
        expectation: 'finite numbers',
        found: 'NaN or infinity',
        advice: 'Its training has diverged: lower the learning rate and train it again.',
      });
  });
}

async function artifactsOf(model: tf.LayersModel, precision: 'float32' | 'float16') {
  let artifacts: ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((given) => {
      artifacts = given;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  const { modelTopology, weightSpecs, weightData } = artifacts!;
  const parts = Array.isArray(weightData) ? weightData : [weightData!];
  const weights = Buffer.concat(parts.map((part) => new Uint8Array(part)));
  const stored = precision === 'float16' ? halve(weightSpecs!, weights) : { weightSpecs, weights };
  return { modelTopology, ...stored };
}

/** Converts kernels (tensors with at least two dimensions) to 16 bits. */
function halve(specs: readonly WeightSpec[], weights: Buffer) {
  const values = new Float32Array(new Uint8Array(weights).buffer);
  let offset = 0;
  const parts = specs.map((spec) => {
    const size = spec.shape.reduce((product, length) => product * length, 1);
    const own = values.slice(offset, (offset += size));
    if (spec.dtype !== 'float32' || spec.shape.length < 2) return { spec, bytes: own.buffer };
    const quantization = { dtype: 'float16', original_dtype: 'float32' } as const;
    return { spec: { ...spec, quantization }, bytes: encodeFloat16(own).buffer };
  });
  return {
    weightSpecs: parts.map(({ spec }) => spec),
    weights: Buffer.concat(parts.map(({ bytes }) => new Uint8Array(bytes))),
  };
}

function versions(): Record<string, string> {
  return {
    node: process.versions.node,
    tfjs: tf.version['tfjs-core'],
    TensorFlow: tensorflowVersion() ?? 'not loaded',
  };
}
