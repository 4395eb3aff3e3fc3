import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expectation } from '../errors';
import { writeFileAtomic } from '../files';

/** What the steps of a run hand to each other: the file in the run's folder, and the notebook (or command) that writes it. */
export const RUN_FILES = {
  training: { file: 'training.json', notebook: '`npm run train`' },
  preparation: { file: 'preparation.json', notebook: 'notebooks/3-prepare-data.ipynb' },
  architecture: { file: 'architecture.json', notebook: 'notebooks/4-define-model.ipynb' },
  history: { file: 'history.json', notebook: 'notebooks/5-train-model.ipynb' },
  best: { file: 'checkpoints/best.safetensors', notebook: 'notebooks/5-train-model.ipynb' },
  evaluation: { file: 'evaluation.json', notebook: 'notebooks/6-evaluate-model.ipynb' },
  model: { file: 'model/model.json', notebook: 'notebooks/7-save-model.ipynb' },
} as const;

/** The name of one of {@link RUN_FILES}. */
export type RunFile = keyof typeof RUN_FILES;

/**
 * The path of a file that an earlier notebook wrote.
 *
 * @param runFolder `settings.folders.run`
 * @throws ExpectationError naming the notebook to run first when the file is not there
 * @example const bestCheckpoint = requireRunFile(settings.folders.run, 'best');
 */
export function requireRunFile(runFolder: string, name: RunFile): string {
  const { file, notebook } = RUN_FILES[name];
  const filePath = path.join(runFolder, file);
  if (!existsSync(filePath))
    throw expectation(filePath, {
      expectation: 'a file that an earlier step wrote',
      found: 'nothing there',
      advice: `Run ${notebook} first, with the same settings.`,
    });
  return filePath;
}

/**
 * Reads what an earlier notebook wrote as JSON.
 *
 * @returns the value, or undefined where that notebook has not run yet
 * @throws ExpectationError when the file is not JSON
 * @example const preparation = readRunJson<Preparation>(settings.folders.run, 'preparation');
 */
export function readRunJson<Value>(runFolder: string, name: RunFile): Value | undefined {
  const { file, notebook } = RUN_FILES[name];
  const filePath = path.join(runFolder, file);
  if (!existsSync(filePath)) return undefined;
  const text = readFileSync(filePath, 'utf8');
  try {
    return JSON.parse(text) as Value;
  } catch (cause) {
    throw expectation(filePath, {
      expectation: 'JSON',
      found: (cause as Error).message,
      advice: `Delete the file and run ${notebook} again.`,
    });
  }
}

/**
 * Reads what an earlier notebook wrote as JSON and can't be done without.
 *
 * @throws ExpectationError naming the notebook to run first when the file is not there, or the file when it is not JSON
 * @example const history = requireRunJson<History>(settings.folders.run, 'history');
 */
export function requireRunJson<Value>(runFolder: string, name: RunFile): Value {
  requireRunFile(runFolder, name);
  return readRunJson<Value>(runFolder, name) as Value;
}

/**
 * Writes what later notebooks read, as JSON, whole or not at all.
 *
 * @returns the file's path
 * @example await writeRunJson(settings.folders.run, 'evaluation', { scores });
 */
export async function writeRunJson(runFolder: string, name: RunFile, value: unknown): Promise<string> {
  const filePath = path.join(runFolder, RUN_FILES[name].file);
  mkdirSync(path.dirname(filePath), { recursive: true });
  await writeFileAtomic(filePath, `${JSON.stringify(value, null, 2)}\n`);
  return filePath;
}
