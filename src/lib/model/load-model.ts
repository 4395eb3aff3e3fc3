import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EMOTIONS } from '../emotions';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { sha256 } from '../sha256';
import { checkShapes } from './check-shapes';
import type { ModelMetadata } from './model-metadata';

const ADVICE = 'Save the model again (notebook 7), or get the folder anew.';

/** The weights' names, shapes and types (tfjs does not export the type). */
type WeightSpecs = NonNullable<Parameters<Parameters<typeof tf.io.withSaveHandler>[0]>[0]['weightSpecs']>;

/** What of model.json is read here; tfjs checks the rest. */
interface ModelJson {
  modelTopology: object;
  weightsManifest: { paths: string[]; weights: WeightSpecs }[];
  userDefinedMetadata?: Partial<ModelMetadata>;
}

/**
 * Loads what `saveModel` wrote, and makes sure that it is whole: the labels are the project's in the project's order,
 * the shapes are right, the weights are byte by byte those that were saved.
 *
 * @returns the model, not compiled, and its metadata
 * @throws ExpectationError that names the file, when one is missing, damaged or of another kind of model
 * @example const { model, metadata } = await loadModel('models/emotion');
 */
export async function loadModel(folder: string): Promise<{ model: tf.LayersModel; metadata: ModelMetadata }> {
  const file = path.join(folder, 'model.json');
  const { modelTopology, weightsManifest, userDefinedMetadata } = parse(
    (await read(file)).toString('utf8'),
    file,
  );
  const metadata = checkMetadata(userDefinedMetadata, file);
  const [{ paths, weights: weightSpecs }] = weightsManifest;
  const weightsFile = path.join(folder, path.basename(paths[0]));
  const weights = await read(weightsFile);
  const found = sha256(weights);
  if (found !== metadata.weightsSha256) {
    throw expectation(weightsFile, {
      expectation: `the weights with SHA-256 ${metadata.weightsSha256}`,
      found,
      advice: ADVICE,
    });
  }
  // A copy of its own: a small Buffer is a piece of a shared ArrayBuffer.
  const weightData = new Uint8Array(weights).buffer;
  const model = await tf.loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs, weightData, userDefinedMetadata: { ...metadata } }),
  );
  checkShapes(model, file);
  return { model, metadata };
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw expectation(file, {
      expectation: 'a file of a saved model',
      found: code === 'ENOENT' ? 'no such file' : message,
      advice: ADVICE,
    });
  }
}

function parse(text: string, file: string): ModelJson {
  try {
    const json = JSON.parse(text) as ModelJson;
    if (
      json.modelTopology &&
      json.weightsManifest?.length === 1 &&
      json.weightsManifest[0].paths.length === 1
    )
      return json;
  } catch {
    // Falls through to the one error for what is no such JSON.
  }
  throw expectation(file, {
    expectation: "JSON of tfjs's layers format with one file of weights",
    found: `${text.slice(0, 40)}…`,
    advice: ADVICE,
  });
}

function checkMetadata(metadata: Partial<ModelMetadata> | undefined, file: string): ModelMetadata {
  if (JSON.stringify(metadata?.labels) !== JSON.stringify(EMOTIONS)) {
    throw expectation(`the labels in ${file}`, {
      expectation: EMOTIONS.join(', '),
      found: metadata?.labels?.join(', ') ?? 'none',
      advice:
        'The model was saved by something else, or by another version; its outputs would be read in the wrong order.',
    });
  }
  if (typeof metadata?.weightsSha256 !== 'string') {
    throw expectation(`weightsSha256 in ${file}`, {
      expectation: 'a SHA-256',
      found: metadata?.weightsSha256,
      advice: ADVICE,
    });
  }
  return metadata as ModelMetadata;
}
