import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  loadBestModel,
  type LabelSource,
  loadModel,
  readRunJson,
  RUN_FILES,
  type Settings,
  summarize,
  tf,
} from '../../../src/lib/index';
import { list, object, readJsonSync, text } from '../../../src/lib/json/index';
import { formatAmount } from '../../../src/lib/format';

/**
 * The project's models: the two that ship, one for FER-2013's labels and one for FER+'s votes, and
 * the one that the settings' run trained.
 */
export type OwnModel = 'shipped' | 'crowd' | 'run';

/** A model to compare, or why there is none. */
export type Found = {
  title: string;
  /** Whose labels it learned; those of publicTest chose its checkpoint. */
  labels: LabelSource;
} & (
  { open: () => Promise<{ model: tf.LayersModel; parameters: number; bytes: number }> } | { absent: string }
);

/**
 * Finds one of the project's models.
 *
 * @param settings the run's; of the models that ship they only say where these lie
 * @param options.root what paths are shown from
 * @example const found = findModel('run', settings); if ('open' in found) await found.open();
 */
export function findModel(
  which: OwnModel,
  { settings, root = process.cwd() }: { settings: Settings; root?: string },
): Found {
  if (which === 'run') return findRun(settings, root);
  return findBundled(which, { folder: settings.folders.bundled[which], root });
}

function findBundled(
  which: Exclude<OwnModel, 'run'>,
  { folder, root }: { folder: string; root: string },
): Found {
  const title = `this project, ${which} model`;
  const labels = which === 'crowd' ? 'crowd' : 'own';
  if (!existsSync(path.join(folder, 'model.json')))
    return { title, labels, absent: `there is no model in ${path.relative(root, folder)}` };
  return {
    title,
    labels,
    async open() {
      const { model } = await loadModel(folder);
      return { model, parameters: summarize(model).params, bytes: bytesOf(folder) };
    },
  };
}

function findRun(settings: Settings, root: string): Found {
  const { architecture, epochs, runSize, labels, folders } = settings;
  const part = runSize === 'quick' ? ' on a tenth of the images' : '';
  const title = `this project, ${architecture}, ${formatAmount(epochs, 'epoch')}${part}${labels === 'crowd' ? ' on the votes' : ''}`;
  const shown = path.relative(root, folders.run);
  const done = readRunJson(folders.run, 'history')?.length ?? 0;
  if (done === 0 || !existsSync(path.join(folders.run, RUN_FILES.best.file)))
    return {
      title,
      labels,
      absent: `there is no trained run ${shown}; npm start with these settings makes it`,
    };
  if (done < epochs)
    return {
      title,
      labels,
      absent: `the run ${shown} is at epoch ${done} of ${epochs}; npm start resumes it`,
    };
  return {
    title,
    labels,
    async open() {
      const { model } = await loadBestModel(settings);
      const parameters = summarize(model).params;
      const saved = path.join(folders.run, path.dirname(RUN_FILES.model.file));
      // Before notebook 7 has saved it there is only a checkpoint, which holds the optimizer's
      // state as well.
      const bytes = existsSync(path.join(saved, 'model.json'))
        ? bytesOf(saved)
        : parameters * Float32Array.BYTES_PER_ELEMENT;
      return { model, parameters, bytes };
    },
  };
}

/** What a model.json says of the files beside it. */
const MODEL_FILES = object({ weightsManifest: list(object({ paths: list(text()) })) });

/** Bytes of the files that a program loads. */
function bytesOf(folder: string): number {
  const { weightsManifest } = readJsonSync(path.join(folder, 'model.json'), MODEL_FILES, {
    what: 'a saved model',
    advice: 'Run notebooks/7-save-model.ipynb again.',
  });
  const files = ['model.json', ...weightsManifest.flatMap(({ paths }) => paths)];
  return files.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
}
