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

/** A run with all of its epochs trained. */
export interface FinishedRun {
  /** Its folder. */
  folder: string;
  /** The name of its folder without the seed. Runs with the same name differ only in the seed. */
  name: string;
  seed: number;
  history: History;
  /**
   * The fingerprint of its training data, if known: `npm run train` writes it at the start,
   * notebook 6 at the end.
   */
  fingerprint?: string;
  /** Its scores, if it has been evaluated. */
  evaluation?: RunEvaluation;
}

/** The pattern of a run folder's name. */
const NAME = /^(.+)-seed(\d+)$/;

/**
 * The planned epochs, from the record of `npm run train` or from the name of a notebook run's
 * folder.
 */
function epochsOf(name: string, record: TrainingRecord | undefined): number {
  return record?.recipe.epochs ?? Number(/-(\d+)epochs-/.exec(name)?.[1] ?? Infinity);
}

/**
 * The finished runs in a folder, sorted by name and seed.
 *
 * @param root such as `models/runs`; need not exist
 * @param options.onDamaged called for each run with a damaged file, which is skipped
 * @throws ExpectationError naming a damaged file, if `onDamaged` is not given
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
