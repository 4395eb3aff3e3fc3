import { existsSync } from 'node:fs';
import path from 'node:path';
import { dataName } from './data-name';
import { RUN_FILES } from './run-folder';
import type { ModelOrigin, Settings } from './settings';

/** The model that notebooks 6 to 8 use. */
export interface ChosenModel {
  readonly origin: ModelOrigin;
  /** The folder for their results: that of the run, or for the bundled model one beside it. */
  readonly folder: string;
}

/**
 * Chooses between the run's model and the bundled one: as MODEL says; otherwise the run's if it has
 * a checkpoint or there is no bundled model.
 *
 * @example const { origin } = chooseModel(readSettings());
 */
export function chooseModel({ data, runSize, model, folders }: Settings): ChosenModel {
  const isTrained = existsSync(path.join(folders.run, RUN_FILES.best.file));
  const ships = existsSync(path.join(folders.shipped, 'model.json'));
  const origin = model ?? (isTrained || !ships ? 'run' : 'shipped');
  const beside = path.join(path.dirname(folders.run), `shipped-on-${dataName(data)}-${runSize}`);
  return { origin, folder: origin === 'run' ? folders.run : beside };
}
