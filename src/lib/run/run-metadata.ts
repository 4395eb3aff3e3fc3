import { packageVersions } from './package-versions';
import { defaultPreparation, type Preparation } from './preparation';
import type { RunEvaluation } from './run-evaluation';
import { readRunJson, requireRunJson } from './run-folder';
import type { Settings } from './settings';

/** The metadata of a run's model, serialisable as JSON. */
export interface RunMetadata {
  /** The training data: drawn faces or FER-2013, and whose labels they have. */
  readonly data: Pick<RunEvaluation, 'labels' | 'fingerprint'> & { readonly kind: RunEvaluation['data'] };
  /** The scores of notebook 6, each with its split and how the checkpoint was selected. */
  readonly metrics: Pick<RunEvaluation, 'scores' | 'flipScores' | 'confusion' | 'report'>;
  /** The settings that determined the result. */
  readonly run: Pick<Settings, 'runSize' | 'architecture' | 'epochs' | 'batchSize' | 'seed'> & {
    /** The epoch of the best checkpoint, from 1. */
    readonly bestEpoch: number;
    /** How many of the epochs are finished: fewer if the training was interrupted. */
    readonly finishedEpochs: number;
    readonly preparation: Preparation;
  };
  /** Node, TensorFlow and the packages that the run used. */
  readonly packages: Readonly<Record<string, string>>;
}

/**
 * Collects the metadata for a saved model: scores, the data's fingerprint, the run's settings and
 * package versions.
 *
 * @param bestEpoch the epoch of the checkpoint, from `loadBestModel`
 * @throws ExpectationError naming notebook 6 when the run has not been evaluated
 * @example
 * const metadata = { ...createRunMetadata(settings, { bestEpoch: epoch }) };
 * await saveModel(model, folder, { metadata });
 */
export function createRunMetadata(settings: Settings, { bestEpoch }: { bestEpoch: number }): RunMetadata {
  const { runSize, architecture, epochs, batchSize, seed, folders } = settings;
  const evaluation = requireRunJson(folders.run, 'evaluation');
  const { length: finishedEpochs } = readRunJson(folders.run, 'history') ?? { length: bestEpoch };
  const preparation = readRunJson(folders.run, 'preparation') ?? defaultPreparation(settings);
  const { data: kind, labels, fingerprint, scores, flipScores, confusion, report } = evaluation;
  return {
    data: { kind, ...(labels && { labels }), fingerprint },
    metrics: { scores, flipScores, confusion, report },
    run: { runSize, architecture, epochs, batchSize, seed, bestEpoch, finishedEpochs, preparation },
    packages: Object.fromEntries(packageVersions().map(({ name, version }) => [name, version])),
  };
}
