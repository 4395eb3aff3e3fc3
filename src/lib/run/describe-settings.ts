import path from 'node:path';
import { formatAmount } from '../format';
import type { Settings } from './settings';

/**
 * Describes a run's settings in words, first of all whether it uses FER-2013's photographs, drawn
 * faces or images of one's own.
 *
 * @example console.log(describeSettings(readSettings()));
 */
export function describeSettings(settings: Settings): string {
  const { data, labels, runSize, architecture, epochs, batchSize, seed } = settings;
  const quick = {
    'FER-2013': 'a tenth of the images (RUN_SIZE=full uses all)',
    'drawn faces': 'all images',
    'own images': 'at most about 3,600 images (RUN_SIZE=full uses all)',
  };
  const amount = runSize === 'full' ? 'all images' : quick[data.kind];
  const whose =
    labels === 'crowd'
      ? `\nThe labels are the votes of FER+'s annotators, not FER-2013's own: scores on the two are not comparable.`
      : '';
  return (
    `${describeData(data)}${whose}\nA ${runSize} run: ${amount}, ${formatAmount(epochs, 'epoch')} of the ${architecture} network, ` +
    `batches of ${batchSize}, seed ${seed}.`
  );
}

function describeData({ kind, path: place }: Settings['data']): string {
  if (kind === 'drawn faces')
    return 'Drawn faces (FER-2013 was not found: set FER2013, or see data/README.md). They are for learning the tools; a score on them says nothing about photographs.';
  return kind === 'FER-2013'
    ? `FER-2013 from ${shortPath(place)}.`
    : `Own images from ${shortPath(place)}: a score on them says nothing about FER-2013.`;
}

/** The path relative to the project's root, or the full path of a file outside it. */
function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}

/** A row of the settings table at the start of every notebook. */
export interface SettingRow {
  setting: string;
  value: string | number;
  /** The environment variable that changes it. */
  variable: string;
}

/**
 * The settings as table rows: the value of each, and the variable that changes it.
 *
 * @example await showTable(settingRows(settings));
 */
export function settingRows(settings: Settings): SettingRow[] {
  const { data, votes, labels, runSize, architecture, epochs, batchSize, seed, model, photos, folders } =
    settings;
  return [
    {
      setting: 'data',
      value: `${data.kind}, ${shortPath(data.path)}`,
      variable: data.kind === 'own images' ? 'DATASET' : 'FER2013',
    },
    { setting: 'votes', value: votes === null ? 'none' : shortPath(votes), variable: 'FERPLUS' },
    { setting: 'labels', value: labels, variable: 'LABELS' },
    { setting: 'run size', value: runSize, variable: 'RUN_SIZE' },
    { setting: 'network', value: architecture, variable: 'ARCHITECTURE' },
    { setting: 'epochs', value: epochs, variable: 'EPOCHS' },
    { setting: 'batch size', value: batchSize, variable: 'BATCH_SIZE' },
    { setting: 'seed', value: seed, variable: 'SEED' },
    {
      setting: 'model of notebooks 6 to 8',
      value: model ?? (data.kind === 'own images' ? 'run' : 'run, otherwise shipped'),
      variable: 'MODEL',
    },
    {
      setting: 'photographs of notebook 8',
      value: photos === null ? 'drawn' : shortPath(photos),
      variable: 'PHOTOS',
    },
    { setting: 'run folder', value: shortPath(folders.run), variable: 'RUNS' },
  ];
}
