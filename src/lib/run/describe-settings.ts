import path from 'node:path';
import { formatAmount } from '../format';
import type { Settings } from './settings';

/**
 * A run's settings in words, faces first: whether they are FER-2013's photographs or drawn.
 *
 * @example console.log(describeSettings(readSettings()));
 */
export function describeSettings(settings: Settings): string {
  const { data, runSize, architecture, epochs, batchSize, seed } = settings;
  const isDrawn = data.kind === 'drawn faces';
  const faces = isDrawn
    ? 'Drawn faces (FER-2013 was not found: set FER2013, or see data/README.md). They are for learning the tools; a score on them says nothing about photographs.'
    : `FER-2013 from ${shortPath(data.path)}.`;
  const amount =
    runSize === 'full' || isDrawn ? 'all images' : 'a tenth of the images (RUN_SIZE=full uses all)';
  return (
    `${faces}\nA ${runSize} run: ${amount}, ${formatAmount(epochs, 'epoch')} of the ${architecture} network, ` +
    `batches of ${batchSize}, seed ${seed}.`
  );
}

/** From the project's root where the file lies in it, else whole. */
function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}

/** One row of the table that opens every notebook. */
export interface SettingRow {
  setting: string;
  value: string | number;
  /** The environment variable that changes it. */
  variable: string;
}

/**
 * The settings as rows of a table: what each is now, and which variable changes it.
 *
 * @example await showTable(settingRows(settings));
 */
export function settingRows(settings: Settings): SettingRow[] {
  const { data, runSize, architecture, epochs, batchSize, seed, model, folders } = settings;
  return [
    { setting: 'data', value: `${data.kind}, ${shortPath(data.path)}`, variable: 'FER2013' },
    { setting: 'size of the run', value: runSize, variable: 'RUN_SIZE' },
    { setting: 'network', value: architecture, variable: 'ARCHITECTURE' },
    { setting: 'epochs', value: epochs, variable: 'EPOCHS' },
    { setting: 'images in a batch', value: batchSize, variable: 'BATCH_SIZE' },
    { setting: 'seed', value: seed, variable: 'SEED' },
    { setting: 'model of notebooks 6 and 7', value: model ?? 'run, otherwise shipped', variable: 'MODEL' },
    { setting: 'folder of the run', value: shortPath(folders.run), variable: 'RUNS' },
  ];
}
