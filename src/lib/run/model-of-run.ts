import { tf } from '../engine/tensorflow';
import { createModel, type Architecture } from '../model/index';
import { loadCheckpoint } from '../training/index';
import { readRunJson, requireRunFile } from './run-folder';
import type { Settings } from './settings';

/** A network's layers as JSON (tfjs does not export the type). */
type Topology = Parameters<typeof tf.models.modelFromJSON>[0];

/** Where a run is, and the network it has where none is written down there. */
type RunOfModel = {
  readonly folders: Pick<Settings['folders'], 'run'>;
  readonly architecture?: Architecture;
  readonly seed?: number;
};

/**
 * The network that a run trains, without trained weights: the one that notebook 4 wrote into the run's folder, or
 * where it has not run, the one that the settings name.
 *
 * @throws ExpectationError when what notebook 4 wrote is not JSON
 * @example const model = await modelOfRun(settings);
 */
export async function modelOfRun(settings: RunOfModel): Promise<tf.LayersModel> {
  const topology = readRunJson<Topology>(settings.folders.run, 'architecture');
  return topology === undefined ? createModel(settings) : tf.models.modelFromJSON(topology);
}

/**
 * A run's model with the weights of its best checkpoint.
 *
 * @throws ExpectationError naming notebook 5 when there is no checkpoint yet, or the checkpoint when it is damaged or
 *   of another network
 * @example const { model, epoch } = await loadBestModel(settings);
 */
export async function loadBestModel(settings: RunOfModel): Promise<{ model: tf.LayersModel; epoch: number }> {
  const file = requireRunFile(settings.folders.run, 'best');
  const model = await modelOfRun(settings);
  const { history } = await loadCheckpoint(file, { model });
  return { model, epoch: history.length };
}
