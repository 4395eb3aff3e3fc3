import path from 'node:path';
import { drawFaces, loadDataset } from '../../../../src/lib/index';
import { readFiles } from '../folders';
import type { Format } from '../format';
import { mutateJson } from '../json';
import { mutateBytes } from '../bytes';
import { datasetAnswer } from './dataset-answer';

const MANIFEST = 'drawn-faces.json';
const ONE_EACH = [1, 1, 1, 1, 1, 1, 1];
const COUNTS = { train: ONE_EACH, publicTest: ONE_EACH, privateTest: ONE_EACH };

async function draw(folder: string): Promise<void> {
  await drawFaces(path.join(folder, 'faces'), { counts: COUNTS, seed: 3 });
}

/** The folder of drawn faces, which is drawn again if it is incomplete. */
export const manifest: Format = {
  name: 'drawn-faces',
  share: 0.3,
  async originals(folder) {
    await draw(folder);
    return { set: readFiles(folder) };
  },
  mutate(original, { random }) {
    const name = `faces/${MANIFEST}`;
    if (random.next() < 0.7) {
      const { bytes, what } = mutateJson(original[name] as Uint8Array, random);
      return { what: `${MANIFEST}: ${what}`, files: { ...original, [name]: bytes } };
    }
    const pictures = Object.keys(original).filter((file) => file.endsWith('.jpg'));
    const picture = pictures[random.integer(pictures.length)];
    const { [picture]: bytes, ...others } = original;
    if (random.next() < 0.5) return { what: `${picture} is not there`, files: others };
    const damaged = mutateBytes(bytes as Uint8Array, random);
    return { what: `${picture}: ${damaged.what}`, files: { ...original, [picture]: damaged.bytes } };
  },
  async read(folder) {
    await draw(folder);
    const source = { kind: 'drawn faces', path: path.join(folder, 'faces') } as const;
    const dataset = await loadDataset(source, { cacheFolder: path.join(folder, 'cache'), counts: COUNTS });
    return datasetAnswer(dataset);
  },
};
