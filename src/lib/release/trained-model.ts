import type { DatasetSource } from '../dataset/dataset';
import type { tf } from '../engine/tensorflow';
import type { ScoreOptions } from '../evaluation/index';
import { loadBestModel, requireRunJson, createRunMetadata, type Settings } from '../run/index';
import { chooseModel } from '../run/choose-model';
import type { ModelOrigin } from '../run/settings';
import type { History } from '../training/index';
import { loadRelease } from './load-release';

/** A model that can be evaluated and used, and what is known of its training. */
export interface TrainedModel {
  readonly model: tf.LayersModel;
  readonly origin: ModelOrigin;
  /** In words, for titles: `the model of this run, epoch 12`. */
  readonly title: string;
  readonly history: History;
  /** What it was trained on. */
  readonly source: DatasetSource['kind'];
  /** What chose its checkpoint, as a score on the settings' images has to tell. */
  readonly chosenOn: ScoreOptions['chosenOn'];
  /** Where notebooks 6 and 7 write what they find out. */
  readonly folder: string;
  /**
   * What has to be saved with it.
   *
   * @throws ExpectationError naming notebook 6 when a run's model has not been evaluated
   */
  readonly metadata: () => Record<string, unknown>;
}

/**
 * The model that notebooks 6 and 7 look at: the run's best checkpoint or, as `chooseModel` decides, the one that ships.
 *
 * @throws ExpectationError naming notebook 5 when neither is there, or the file that is damaged
 * @example const { model, title, history } = await loadTrainedModel(readSettings());
 */
export async function loadTrainedModel(settings: Settings): Promise<TrainedModel> {
  const { origin, folder } = chooseModel(settings);
  if (origin === 'shipped') return shippedModel(settings, folder);
  const { model, epoch } = await loadBestModel(settings);
  return {
    ...{ model, origin, folder, title: `the model of this run, epoch ${epoch}` },
    history: requireRunJson(folder, 'history'),
    ...{ source: settings.data.kind, chosenOn: 'publicTest' },
    metadata: () => ({ ...createRunMetadata(settings, { bestEpoch: epoch }) }),
  };
}

async function shippedModel({ data, folders }: Settings, folder: string): Promise<TrainedModel> {
  const { card, model, metadata, history } = await loadRelease(folders.shipped);
  const { training, data: trainedOn } = card;
  return {
    ...{ model, origin: 'shipped', folder, title: `the bundled model, epoch ${training.bestEpoch}` },
    ...{ history, source: trainedOn.kind },
    chosenOn:
      trainedOn.kind === data.kind
        ? training.chosenOn
        : { elsewhere: `${training.chosenOn} of ${trainedOn.kind}` },
    metadata: () => metadata,
  };
}
