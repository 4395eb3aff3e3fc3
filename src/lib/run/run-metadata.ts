import { packageVersions } from './package-versions';
import { defaultPreparation, type Preparation } from './preparation';
import type { RunEvaluation } from './run-evaluation';
import { readRunJson, requireRunJson } from './run-folder';
import type { Settings } from './settings';

/** What has to be known of a run's model beside its weights; JSON can hold it all. */
export interface RunMetadata {
  /** What it was trained on: drawn faces, or FER-2013. */
  readonly data: { readonly kind: RunEvaluation['data']; readonly fingerprint: string };
  /** The scores of notebook 6, each with its split and how the checkpoint was chosen. */
  readonly metrics: Pick<RunEvaluation, 'scores' | 'flipScores' | 'confusion' | 'report'>;
  /** What decided the run's result. */
  readonly run: Pick<Settings, 'runSize' | 'architecture' | 'epochs' | 'batchSize' | 'seed'> & {
    /** The epoch that the best checkpoint is of, from 1. */
    readonly bestEpoch: number;
    readonly preparation: Preparation;
  };
  /** Node, TensorFlow and the packages that the run used. */
  readonly packages: Readonly<Record<string, string>>;
}

/**
 * Collects what a saved model should carry: scores, the data's fingerprint, the run's settings and the versions.
 *
 * @param bestEpoch the epoch of the checkpoint, as `loadBestModel` gives it
 * @throws ExpectationError naming notebook 6 when the run has not been evaluated
 * @example
 * const metadata = { ...createRunMetadata(settings, { bestEpoch: epoch }) };
 * await saveModel(model, folder, { metadata });
 */
export function createRunMetadata(settings: Settings, { bestEpoch }: { bestEpoch: number }): RunMetadata {
  const { runSize, architecture, epochs, batchSize, seed, folders } = settings;
  const evaluation = requireRunJson(folders.run, 'evaluation');
  const preparation = readRunJson(folders.run, 'preparation') ?? defaultPreparation(settings);
  const { data: kind, fingerprint, scores, flipScores, confusion, report } = evaluation;
  return {
    data: { kind, fingerprint },
    metrics: { scores, flipScores, confusion, report },
    run: { runSize, architecture, epochs, batchSize, seed, bestEpoch, preparation },
    packages: Object.fromEntries(packageVersions().map(({ name, version }) => [name, version])),
  };
}
