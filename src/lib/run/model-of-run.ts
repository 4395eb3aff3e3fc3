import path from 'node:path';
import { compileForPrediction } from '../engine/index';
import type { tf } from '../engine/tensorflow';
import { createModel, setClasses, type Architecture } from '../model/index';
import { modelFromTopology } from '../model/model-from-topology';
import { loadCheckpoint } from '../training/index';
import { readRunJson, requireRunFile, RUN_FILES } from './run-folder';
import type { Settings } from './settings';

/** A run's folder, and the network to use if none is saved there. */
type RunOfModel = {
  readonly folders: Pick<Settings['folders'], 'run'>;
  readonly architecture?: Architecture;
  readonly seed?: number;
  /** The names of its classes; by default those that the run's record has, or `EMOTIONS`. */
  readonly classes?: readonly string[];
};

/**
 * The untrained network of a run: the one that notebook 4 saved in the run's folder, otherwise the
 * one in the settings.
 *
 * @throws ExpectationError when the saved file is not JSON, or does not describe a valid network
 * @example const model = await modelOfRun(settings);
 */
export async function modelOfRun(settings: RunOfModel): Promise<tf.LayersModel> {
  const { run } = settings.folders;
  const topology = readRunJson(run, 'architecture');
  const classes = settings.classes ?? readRunJson(run, 'training')?.data.classes;
  if (topology === undefined) return createModel({ ...settings, classes });
  const { file, notebook } = RUN_FILES.architecture;
  const advice = `Delete the file and run ${notebook} again.`;
  const model = await modelFromTopology(topology, { file: path.join(run, file), advice });
  if (classes) setClasses(model, { classes });
  return model;
}

/**
 * A run's model with the weights of its best checkpoint. Like a saved model, it predicts with
 * OpenVINO (see `compileForPrediction`), so that both give the same probabilities.
 *
 * @throws ExpectationError naming notebook 5 if there is no checkpoint yet, or naming the
 *   checkpoint if it is damaged or belongs to another network
 * @example const { model, epoch } = await loadBestModel(settings);
 */
export async function loadBestModel(settings: RunOfModel): Promise<{ model: tf.LayersModel; epoch: number }> {
  const file = requireRunFile(settings.folders.run, 'best');
  const model = await modelOfRun(settings);
  const { history } = await loadCheckpoint(file, { model });
  compileForPrediction(model);
  return { model, epoch: history.length };
}

/**
 * Loads the model of a run with the weights of its last finished epoch: the averaged ones, if the run
 * averages weights. See {@link loadBestModel}.
 *
 * @example const { model, epoch } = await loadLastModel(settings);
 */
export async function loadLastModel(settings: RunOfModel): Promise<{ model: tf.LayersModel; epoch: number }> {
  const file = requireRunFile(settings.folders.run, 'last');
  const model = await modelOfRun(settings);
  const { history } = await loadCheckpoint(file, { model, averaged: true });
  compileForPrediction(model);
  return { model, epoch: history.length };
}
