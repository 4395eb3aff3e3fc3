import path from 'node:path';
import { loadDataset } from '../../../../src/lib/index';
import type { Format } from '../format';
import { mutateText } from '../text';
import { datasetAnswer } from './dataset-answer';
import { madeFaces } from './faces';

const USAGES = { train: 'Training', publicTest: 'PublicTest', privateTest: 'PrivateTest' } as const;

/** FER-2013 as a CSV, with either of the two common headers. */
export const csv: Format = {
  name: 'csv',
  originals() {
    const rows = (columns: (row: [string, string, string]) => string[]) =>
      madeFaces().map(({ split, label, pixels }) =>
        columns([`${label}`, pixels.join(' '), USAGES[split]]).join(','),
      );
    const pixelsFirst = ['emotion,pixels,Usage', ...rows((row) => row)];
    const usageFirst = [
      'emotion, Usage, pixels',
      ...rows(([emotion, pixels, usage]) => [emotion, usage, pixels]),
    ];
    const asFile = (lines: string[]) => ({ 'fer2013.csv': Buffer.from(`${lines.join('\n')}\n`) });
    return Promise.resolve({ 'pixels-first': asFile(pixelsFirst), 'usage-first': asFile(usageFirst) });
  },
  mutate(original, { random }) {
    const { bytes, what } = mutateText(original['fer2013.csv'] as Uint8Array, random);
    return { what, files: { 'fer2013.csv': bytes } };
  },
  async read(folder) {
    const source = { kind: 'FER-2013', path: path.join(folder, 'fer2013.csv') } as const;
    return datasetAnswer(
      await loadDataset(source, { cacheFolder: path.join(folder, 'cache'), counts: null }),
    );
  },
};
