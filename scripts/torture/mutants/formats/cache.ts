import path from 'node:path';
import { loadDataset } from '../../../../src/lib/index';
import { checkError } from '../../check-error';
import { mutateBytes } from '../bytes';
import { readFiles, writeFiles } from '../folders';
import type { Format } from '../format';
import { csv } from './csv';
import { datasetAnswer } from './dataset-answer';

async function load(folder: string) {
  const warnings: string[] = [];
  const source = { kind: 'FER-2013', path: path.join(folder, 'fer2013.csv') } as const;
  const dataset = await loadDataset(source, {
    cacheFolder: path.join(folder, 'cache'),
    counts: null,
    onWarning: (warning) => warnings.push(warning),
  });
  return { dataset, warnings };
}

/** The cache of decoded images: damage may only cause a warning. */
export const cache: Format = {
  name: 'cache',
  async originals(folder) {
    const { 'pixels-first': files } = await csv.originals(folder);
    writeFiles(folder, files);
    await load(folder);
    return { csv: readFiles(folder) };
  },
  mutate(original, { random }) {
    const name = Object.keys(original).find((candidate) => candidate.startsWith('cache/'))!;
    const { bytes, what } = mutateBytes(original[name] as Uint8Array, random);
    return { what, files: { ...original, [name]: bytes }, strict: true };
  },
  async read(folder) {
    const { dataset, warnings } = await load(folder);
    const answer = datasetAnswer(dataset);
    const unsafe = warnings
      .map((text) =>
        checkError(Object.assign(new Error(`Expected ${text}`), { name: 'ExpectationError' }), { names: [] }),
      )
      .find(Boolean);
    return { ...answer, problem: answer.problem ?? (unsafe && `a warning: ${unsafe}`) };
  },
};
