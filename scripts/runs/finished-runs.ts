import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import {
  ExpectationError,
  readRunJson,
  RUN_FILES,
  type History,
  type RunEvaluation,
  type TrainingRecord,
} from '../../src/lib/index';

/** A run that has trained all of its epochs. */
export interface FinishedRun {
  /** Its folder. */
  folder: string;
  /** Its folder's name without the seed: runs that share it differ in the seed alone. */
  name: string;
  seed: number;
  history: History;
  /**
   * What it was trained on, where that is known: `npm run train` writes it at the start, notebook 6
   * at the end.
   */
  fingerprint?: string;
  /** Its scores, where it has been evaluated. */
  evaluation?: RunEvaluation;
}

/** What the project puts behind a run's settings. */
const NAME = /^(.+)-seed(\d+)$/;

/** A folder of the notebooks or of `npm run train` says its epochs in its name or in its record. */
function epochsOf(name: string, record: TrainingRecord | undefined): number {
  return record?.recipe.epochs ?? Number(/-(\d+)epochs-/.exec(name)?.[1] ?? Infinity);
}

/**
 * The runs in a folder that are at their end, by name and seed.
 *
 * @param root such as `models/runs`; nothing there is no run
 * @param options.onDamaged told of each run with a damaged file, which is left out
 * @throws ExpectationError that names a damaged file, where nobody is to be told
 * @example for (const { name, seed } of finishedRuns('models/runs')) console.log(name, seed);
 */
export function finishedRuns(
  root: string,
  { onDamaged }: { onDamaged?: (folder: string, error: ExpectationError) => void } = {},
): FinishedRun[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((entry) => {
      const folder = path.join(root, entry);
      try {
        const run = readFinished(folder);
        return run ? [run] : [];
      } catch (error) {
        if (!onDamaged || !(error instanceof ExpectationError)) throw error;
        onDamaged(folder, error);
        return [];
      }
    });
}

function readFinished(folder: string): FinishedRun | undefined {
  const entry = path.basename(folder);
  const [, name, seed] = NAME.exec(entry) ?? [];
  if (name === undefined || !existsSync(path.join(folder, RUN_FILES.best.file))) return undefined;
  const record = readRunJson(folder, 'training');
  const history = readRunJson(folder, 'history') ?? [];
  const evaluation = readRunJson(folder, 'evaluation');
  if (history.length < epochsOf(entry, record)) return undefined;
  const fingerprint = record?.data.fingerprint ?? evaluation?.fingerprint;
  return { folder, name, seed: Number(seed), history, fingerprint, evaluation };
}
