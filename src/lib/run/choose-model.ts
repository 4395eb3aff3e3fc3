import { existsSync } from 'node:fs';
import path from 'node:path';
import { bundledModelFor } from '../model/bundled-models';
import { dataName } from './data-name';
import { RUN_FILES } from './run-folder';
import type { ModelOrigin, Settings } from './settings';

/** The model that notebooks 6 to 8 use. */
export interface ChosenModel {
  readonly origin: ModelOrigin;
  /** The folder for their results: that of the run, or for a bundled model one beside it. */
  readonly folder: string;
}

/**
 * Chooses between the run's model and the bundled ones: as MODEL says; otherwise the run's if it has
 * a checkpoint, or there is no bundled model that learned the run's labels, as for own images.
 *
 * @example const { origin } = chooseModel(readSettings());
 */
export function chooseModel({ data, labels, runSize, model, folders }: Settings): ChosenModel {
  const isTrained = existsSync(path.join(folders.run, RUN_FILES.best.file));
  const bundled = bundledModelFor(labels);
  const exists = existsSync(path.join(folders.bundled[bundled], 'model.json'));
  const isOwn = isTrained || !exists || data.kind === 'own images';
  const origin = model ?? (isOwn ? 'run' : bundled);
  const on = [dataName(data), ...(labels === 'own' ? [] : [labels]), runSize].join('-');
  const beside = path.join(path.dirname(folders.run), `${origin}-on-${on}`);
  return { origin, folder: origin === 'run' ? folders.run : beside };
}
