import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { EMOTION_FOLDERS } from '../emotions';
import { expectation } from '../errors';
import { sha256 } from '../sha256';
import type { Dataset, DatasetSource } from './dataset';
import { decodePictures } from './decode-pictures';
import { folderPictures } from './folder-pictures';
import type { PictureFile } from './picture-file';
import { readCsv } from './read-csv';
import { statIfThere } from './stat-if-there';
import { zipPictures } from './zip-pictures';

/** What a source holds, image for image. */
export type Images = Pick<Dataset, 'images' | 'labels' | 'splits' | 'names'>;

/** A source that is recognised and keyed but not decoded. */
export interface OpenSource {
  readonly form: DatasetSource['form'];
  /** SHA-256 (hex) of the zip's or CSV's bytes, or of the names, sizes and times of a folder's pictures. */
  readonly key: string;
  /** Reads and decodes all of it. */
  decode(onProgress?: (done: number, total: number) => void): Promise<Images>;
}

/** How a zip begins: with a local header, or with the end record that is all an empty archive has. */
const ZIP_STARTS = ['PK\x03\x04', 'PK\x05\x06'];

/** A file of two gibibytes is more than Node reads at once, and thirty times the archive. */
const LARGEST_ARCHIVE = 2 ** 31 - 1;

/**
 * Recognises a data set's form by what the path leads to (a zip by its first bytes, not by its name) and computes the
 * key that tells whether its content changed.
 *
 * @throws ExpectationError when the path does not exist, or leads to something that is neither zip, CSV nor folder
 * @example const { form, key } = await openSource('data/fer2013.zip');
 */
export async function openSource(path: string): Promise<OpenSource> {
  const found = statIfThere(path);
  if (found === undefined)
    throw expectation(path, {
      expectation: "the path of FER-2013's archive (zip), folder or CSV",
      found: 'nothing there',
      advice: 'Correct the path; a relative one starts at the working directory.',
    });
  if (found.isDirectory()) return openFolder(path);
  const start = firstBytes(path);
  if (ZIP_STARTS.some((signature) => start.startsWith(signature))) return openZip(path, found.size);
  if (isText(start) && !/\.zip$/i.test(path)) return openCsv(path);
  throw expectation(path, {
    expectation: 'a zip archive, a CSV or a folder',
    found: start === '' ? 'an empty file' : 'another kind of file',
    advice: `FER-2013 comes as fer2013.zip or archive.zip, as fer2013.csv, or unpacked as train/<class>/ and test/<class>/ with the classes ${EMOTION_FOLDERS.join(', ')}. A download page saved in its place is a usual cause.`,
  });
}

/** Whether there is something, and no control character but tab, line feed and the like in it. */
function isText(start: string): boolean {
  const isControl = (code: number) => code < 9 || (code > 13 && code < 32);
  return start !== '' && !Array.from(start).some((character) => isControl(character.charCodeAt(0)));
}

/** Up to 512 bytes, one character each. */
function firstBytes(file: string): string {
  const bytes = Buffer.alloc(512);
  const handle = openSync(file, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(handle, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(handle);
  }
}

async function openZip(path: string, size: number): Promise<OpenSource> {
  if (size > LARGEST_ARCHIVE)
    throw expectation(path, { expectation: 'an archive under 2 GiB', found: `${size} bytes` });
  const archive = await readFile(path);
  return {
    form: 'zip',
    key: sha256(archive),
    decode: async (onProgress) => decodeAll(await zipPictures(archive, { source: path }), onProgress),
  };
}

function openFolder(path: string): OpenSource {
  const files = folderPictures(path);
  const hash = createHash('sha256');
  for (const { name, fullName } of files) {
    const { size, mtimeMs } = statSync(fullName);
    hash.update(`${name}\0${size}\0${mtimeMs}\n`);
  }
  return {
    form: 'folder',
    key: hash.digest('hex'),
    decode: (onProgress) => decodeAll(files, onProgress),
  };
}

async function openCsv(path: string): Promise<OpenSource> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return { form: 'csv', key: hash.digest('hex'), decode: (onProgress) => readCsv(path, { onProgress }) };
}

async function decodeAll(
  files: readonly PictureFile[],
  onProgress?: (done: number, total: number) => void,
): Promise<Images> {
  return {
    images: await decodePictures(files, { onProgress }),
    labels: Uint8Array.from(files, ({ label }) => label),
    splits: files.map(({ split }) => split),
    names: files.map(({ name }) => name),
  };
}
