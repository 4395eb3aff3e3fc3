import { existsSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../errors';
import { object, readJsonSync, writeJson, type Schema } from '../json/index';
import type { History } from '../training/callback';
import { HISTORY } from '../training/history-schema';
import { PREPARATION, type Preparation } from './preparation';
import { RUN_EVALUATION, type RunEvaluation } from './run-evaluation';
import { TRAINING_RECORD, type TrainingRecord } from './training-record';

/**
 * The files that the steps of a run exchange: the path in the run's folder, and the notebook (or
 * command) that writes it.
 */
export const RUN_FILES = {
  training: { file: 'training.json', notebook: '`npm run train`' },
  preparation: { file: 'preparation.json', notebook: 'notebooks/3-prepare-data.ipynb' },
  architecture: { file: 'architecture.json', notebook: 'notebooks/4-define-model.ipynb' },
  history: { file: 'history.json', notebook: 'notebooks/5-train-model.ipynb' },
  best: { file: 'checkpoints/best.safetensors', notebook: 'notebooks/5-train-model.ipynb' },
  last: { file: 'checkpoints/last.safetensors', notebook: 'notebooks/5-train-model.ipynb' },
  evaluation: { file: 'evaluation.json', notebook: 'notebooks/6-evaluate-model.ipynb' },
  model: { file: 'model/model.json', notebook: 'notebooks/7-save-model.ipynb' },
} as const;

/** A key of {@link RUN_FILES}. */
export type RunFile = keyof typeof RUN_FILES;

/**
 * The path of a file from an earlier notebook.
 *
 * @param runFolder `settings.folders.run`
 * @throws ExpectationError naming the notebook to run first if the file does not exist @example
 *   const bestCheckpoint = requireRunFile(settings.folders.run, 'best');
 */
export function requireRunFile(runFolder: string, name: RunFile): string {
  const { file, notebook } = RUN_FILES[name];
  const filePath = path.join(runFolder, file);
  if (!existsSync(filePath))
    throw expectation(filePath, {
      expectation: 'a file from an earlier step',
      found: 'nothing there',
      advice: `Run ${notebook} first, with the same settings.`,
    });
  return filePath;
}

/** The contents of those {@link RUN_FILES} that are JSON. */
export interface RunJson {
  training: TrainingRecord;
  preparation: Preparation;
  /** A network's layers, which `modelOfRun` validates. */
  architecture: object;
  history: History;
  evaluation: RunEvaluation;
}

const SCHEMAS: { [Name in keyof RunJson]: { what: string; schema: Schema<RunJson[Name]> } } = {
  training: { what: "a training's record", schema: TRAINING_RECORD },
  preparation: { what: "notebook 3's decisions", schema: PREPARATION },
  architecture: { what: "a network's layers", schema: object({}) },
  history: { what: "a run's history", schema: HISTORY },
  evaluation: { what: "a run's scores", schema: RUN_EVALUATION },
};

/**
 * Reads a JSON file from an earlier notebook.
 *
 * @returns the value, or undefined if that notebook has not been run yet
 * @throws ExpectationError that names the file, the place in it, what was expected and what was
 *   found
 * @example const preparation = readRunJson(settings.folders.run, 'preparation');
 */
export function readRunJson<Name extends keyof RunJson>(
  runFolder: string,
  name: Name,
): RunJson[Name] | undefined {
  const { file, notebook } = RUN_FILES[name];
  const filePath = path.join(runFolder, file);
  if (!existsSync(filePath)) return undefined;
  const { what, schema } = SCHEMAS[name];
  return readJsonSync(filePath, schema, { what, advice: `Delete the file and run ${notebook} again.` });
}

/**
 * Reads a required JSON file from an earlier notebook.
 *
 * @throws ExpectationError naming the notebook to run first if the file does not exist, or the file
 *   and the invalid value's place in it
 * @example const history = requireRunJson(settings.folders.run, 'history');
 */
export function requireRunJson<Name extends keyof RunJson>(runFolder: string, name: Name): RunJson[Name] {
  requireRunFile(runFolder, name);
  return readRunJson(runFolder, name)!;
}

/**
 * Writes a JSON file for later notebooks, atomically.
 *
 * @returns the file's path
 * @throws ExpectationError that names the file and why it can't be written
 * @example await writeRunJson(settings.folders.run, 'evaluation', { scores });
 */
export async function writeRunJson(runFolder: string, name: keyof RunJson, value: unknown): Promise<string> {
  const filePath = path.join(runFolder, RUN_FILES[name].file);
  await writeJson(filePath, value);
  return filePath;
}
