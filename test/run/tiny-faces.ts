import path from 'node:path';
import type { Dataset } from '../../src/lib/dataset/dataset';
import { drawFaces, loadDataset } from '../../src/lib/dataset/index';

/** A few drawn faces of each emotion and split, in a folder of the test's. */
export async function tinyFaces(
  folder: string,
  { perClass = 4 }: { perClass?: number } = {},
): Promise<Dataset> {
  const faces = path.join(folder, 'faces');
  const counts = Array.from({ length: 7 }, () => perClass);
  await drawFaces(faces, { counts: { train: counts, publicTest: counts, privateTest: counts } });
  return loadDataset(
    { kind: 'drawn faces', path: faces },
    { cacheFolder: path.join(folder, 'cache'), counts: null },
  );
}
