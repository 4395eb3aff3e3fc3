import { existsSync } from 'node:fs';
import path from 'node:path';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { object, optional, readJsonSync, text } from '../json/index';
import { ARCHITECTURES, type Architecture } from '../model/architecture';
import { isBundledModel } from '../model/bundled-models';
import { hashWeights } from '../model/hash-weights';
import { loadModel } from '../model/load-model';
import { loadBestModel } from './model-of-run';
import { RUN_FILES } from './run-folder';
import type { Settings } from './settings';

/** Where models to start from are: the bundled ones in their folders, others below the root. */
export interface StartPlace {
  readonly bundled: Settings['folders']['bundled'];
  readonly root: string;
}

/** A model to start from; see {@link loadStartModel}. */
export interface StartModel {
  /** What the recipe calls it. */
  readonly name: string;
  readonly model: tf.LayersModel;
  /** The SHA-256 (hex) of its weights. */
  readonly weightsSha256: string;
}

/** The file of a saved model that names its layers. */
const SAVED = 'model.json';

/** The folder, and whether it holds a saved model or a run with a checkpoint. */
function locate(name: string, { bundled, root }: StartPlace): { folder: string; isSaved: boolean } {
  if (isBundledModel(name)) return { folder: bundled[name], isSaved: true };
  const folder = path.resolve(root, name);
  if (existsSync(path.join(folder, SAVED))) return { folder, isSaved: true };
  if (existsSync(path.join(folder, RUN_FILES.best.file))) return { folder, isSaved: false };
  throw expectation('the model to start from', {
    expectation: `shipped, crowd, or a folder with ${SAVED} or ${RUN_FILES.best.file}`,
    found: `${name}, which ${existsSync(folder) ? 'has neither' : 'does not exist'}`,
    advice: 'Name the folder of a saved model, such as models/emotion, or that of a run.',
  });
}

const NAMED = object({ name: optional(text()) });
const TOPOLOGY = object({ config: optional(NAMED) });

/**
 * The architecture of a model to start from, read without its weights.
 *
 * @returns undefined if it is none of the project's
 * @throws ExpectationError if there is no model
 * @example startArchitecture('models/emotion', { bundled: folders.bundled, root }) // large
 */
export function startArchitecture(name: string, place: StartPlace): Architecture | undefined {
  const { folder, isSaved } = locate(name, place);
  const file = path.join(folder, isSaved ? SAVED : RUN_FILES.architecture.file);
  if (!existsSync(file)) return undefined;
  const what = isSaved ? 'a saved model' : "a network's layers";
  const topology = isSaved
    ? readJsonSync(file, object({ modelTopology: TOPOLOGY }), { what }).modelTopology
    : readJsonSync(file, TOPOLOGY, { what });
  return ARCHITECTURES.find((architecture) => architecture === topology.config?.name);
}

/**
 * Loads a model to start from: a bundled one by its name, a saved one, or the best checkpoint of a
 * run. The caller disposes of it.
 *
 * @throws ExpectationError if there is no model, or it is damaged
 * @example const { model } = await loadStartModel('models/emotion', { bundled: folders.bundled, root });
 */
export async function loadStartModel(name: string, place: StartPlace): Promise<StartModel> {
  const { folder, isSaved } = locate(name, place);
  if (isSaved) {
    const { model, metadata } = await loadModel(folder);
    return { name, model, weightsSha256: metadata.weightsSha256 };
  }
  const { model } = await loadBestModel({ folders: { run: folder } });
  return { name, model, weightsSha256: hashWeights(model) };
}
