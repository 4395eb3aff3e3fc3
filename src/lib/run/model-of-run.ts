import path from 'node:path';
import type { tf } from '../engine/tensorflow';
import { createModel, type Architecture } from '../model/index';
import { modelFromTopology } from '../model/model-from-topology';
import { loadCheckpoint } from '../training/index';
import { readRunJson, requireRunFile, RUN_FILES } from './run-folder';
import type { Settings } from './settings';

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
 * @throws ExpectationError when what notebook 4 wrote is not JSON, or not of a network that can be built
 * @example const model = await modelOfRun(settings);
 */
export async function modelOfRun(settings: RunOfModel): Promise<tf.LayersModel> {
  const { run } = settings.folders;
  const topology = readRunJson(run, 'architecture');
  if (topology === undefined) return createModel(settings);
  const { file, notebook } = RUN_FILES.architecture;
  const advice = `Delete the file and run ${notebook} again.`;
  return modelFromTopology(topology, { file: path.join(run, file), advice });
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
