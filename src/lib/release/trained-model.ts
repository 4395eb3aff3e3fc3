import { sourceName, type SourceName } from '../dataset/source-name';
import type { tf } from '../engine/tensorflow';
import type { ScoreOptions } from '../evaluation/index';
import { loadBestModel, requireRunJson, createRunMetadata, type Settings } from '../run/index';
import { chooseModel } from '../run/choose-model';
import { PHOTOGRAPH_MODEL, type BundledModel } from '../model/bundled-models';
import type { ModelOrigin } from '../run/settings';
import type { History } from '../training/index';
import { loadRelease } from './load-release';

/** A model to evaluate and use, with information on its training. */
export interface TrainedModel {
  readonly model: tf.LayersModel;
  readonly origin: ModelOrigin;
  /** A description for titles: `the model of this run, epoch 12`. */
  readonly title: string;
  /** What to know about a training that was interrupted; null for a finished one. */
  readonly interrupted: string | null;
  readonly history: History;
  /** The images that it was trained on, and with whose labels. */
  readonly source: SourceName;
  /** What its checkpoint was selected on, for scores on the settings' images. */
  readonly chosenOn: ScoreOptions['chosenOn'];
  /** The folder for the results of notebooks 6 and 7. */
  readonly folder: string;
  /**
   * Returns the metadata to save with it.
   *
   * @throws ExpectationError naming notebook 6 if a run's model has not been evaluated
   */
  readonly metadata: () => Record<string, unknown>;
}

/** Options of {@link loadTrainedModel}. */
export interface LoadTrainedModelOptions {
  /**
   * Whether it is for photographs, on which a model of drawn faces is of no use: then the bundled
   * model takes its place, unless the settings ask for the run's.
   */
  forPhotographs?: boolean;
}

/**
 * Loads the model that notebooks 6 to 8 use: the run's best checkpoint or the bundled model, as
 * `chooseModel` decides.
 *
 * @throws ExpectationError naming notebook 5 if there is neither, or naming the damaged file
 * @example const { model, title, history } = await loadTrainedModel(readSettings());
 */
export async function loadTrainedModel(
  settings: Settings,
  { forPhotographs = false }: LoadTrainedModelOptions = {},
): Promise<TrainedModel> {
  const isUnfit = forPhotographs && settings.data.kind === 'drawn faces' && settings.model === null;
  const { origin, folder } = chooseModel(isUnfit ? { ...settings, model: PHOTOGRAPH_MODEL } : settings);
  if (origin !== 'run') return bundledModel(settings, { origin, folder });
  const { model, epoch } = await loadBestModel(settings);
  const history = requireRunJson(folder, 'history');
  const { epochs } = settings;
  const isFinished = history.length >= epochs;
  const part = `${history.length} of ${epochs} epochs`;
  return {
    ...{ model, origin, folder, history },
    title: `the model of this run, epoch ${epoch}${isFinished ? '' : `, interrupted after ${part}`}`,
    interrupted: isFinished
      ? null
      : `The training was interrupted after ${part}, so its scores are those of an unfinished model. Run notebook 5 again to finish it.`,
    source: sourceName({ kind: settings.data.kind, labeledBy: settings.labels }),
    chosenOn: 'publicTest',
    metadata: () => ({ ...createRunMetadata(settings, { bestEpoch: epoch }) }),
  };
}

async function bundledModel(
  { data, folders }: Settings,
  { origin, folder }: { origin: BundledModel; folder: string },
): Promise<TrainedModel> {
  const { card, model, metadata, history } = await loadRelease(folders.bundled[origin]);
  const { training, data: trainedOn } = card;
  return {
    ...{ model, origin, folder, title: `the bundled model (${origin}), epoch ${training.bestEpoch}` },
    interrupted: null,
    ...{ history, source: sourceName({ kind: trainedOn.kind, labeledBy: training.labels }) },
    chosenOn:
      trainedOn.kind === data.kind
        ? training.chosenOn
        : { elsewhere: `${training.chosenOn} of ${trainedOn.kind}` },
    metadata: () => metadata,
  };
}
