import { readdirSync } from 'node:fs';
import path from 'node:path';
import { decodePhotograph } from '../dataset/decode/decode-photograph';
import { arrangePeople, drawScene } from '../dataset/index';
import type { RawImage } from '../dataset/raw-image';
import { isMetadataFile } from '../dataset/sources/is-metadata-file';
import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { fileError } from '../files/read-file';
import type { Settings } from './settings';

/** A photograph and what to call it. */
export interface NamedPhotograph {
  /** The name of its file, or that it is drawn. */
  readonly name: string;
  readonly image: RawImage;
}

/** The names of files that hold pictures. */
const PICTURE = /\.(?:jpe?g|png|webp|gif|tiff?|avif)$/i;

/**
 * Opens the photographs of a run's settings: the first ones in the folder that PHOTOS names, in the
 * order of their names; otherwise one that the project draws, with a person for each emotion.
 *
 * @param options
 * @param options.count the most to open: each takes 3 bytes of memory for each of its pixels
 * @throws ExpectationError when the folder has no picture, or one that is damaged or too large
 * @example for (const { name, image } of await openPhotographs(readSettings(), { count: 4 }));
 */
export async function openPhotographs(
  { photos, seed }: Pick<Settings, 'photos' | 'seed'>,
  { count }: { count: number },
): Promise<NamedPhotograph[]> {
  if (photos === null) {
    const { image } = await drawScene(arrangePeople(EMOTIONS, { seed }), { seed });
    return [{ name: 'Seven people, drawn', image }];
  }
  const names = filesIn(photos)
    .filter((name) => PICTURE.test(name) && !isMetadataFile(name))
    .sort();
  if (names.length === 0)
    throw expectation(photos, {
      expectation: 'a folder with pictures (JPEG, PNG, WebP, GIF, TIFF, AVIF)',
      found: 'none',
      advice: 'Set PHOTOS to another folder, or unset it to use drawn people.',
    });
  const opened: NamedPhotograph[] = [];
  for (const name of names.slice(0, count))
    opened.push({ name, image: await decodePhotograph(path.join(photos, name)) });
  return opened;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw fileError(folder, { error, options: { what: 'a folder that can be read' } });
  }
}
