import { createHash } from 'node:crypto';
import { statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { expectation } from '../../errors';
import { fileError, readFileBytesSync } from '../../files/read-file';
import { ANOTHER_COPY, FORMS_ADVICE } from './advice';
import { parseClassFolders, type PlacedFile } from './parse-class-folders';
import { bytesInMemory, chunksOf, openBytes, type ByteSource } from './byte-source';
import { chooseFile } from './choose-file';
import { firstLine, headerError, readCsvHeader } from './csv-header';
import type { Dataset, DatasetSource } from '../dataset';
import { decodeImages } from '../decode/decode-images';
import { fileKind, KIND_BYTES } from './file-kind';
import { gunzipped } from './gunzip';
import { LIMITS } from '../limits';
import type { PackedFiles } from './packed-files';
import type { ImageFile } from '../decode/image-file';
import { readCsv } from './read-csv';
import { searchFolder } from './search-folder';
import { tarFiles } from './tar-files';
import { zipFiles } from './zip-files';

/** The decoded images of a source. */
export type Images = Pick<Dataset, 'images' | 'labels' | 'splits' | 'names'>;

/** Called with the number of images decoded so far and the total. */
type Progress = (done: number, total: number) => void;

/** A source whose form and key are known, not decoded yet. */
export interface OpenSource {
  readonly form: DatasetSource['form'];
  /**
   * SHA-256 (hex) of the bytes of the archive or CSV, or of the names, sizes and modification times
   * of a folder's images.
   */
  readonly key: string;
  /** Reads and decodes all images. */
  decode(onProgress?: Progress): Promise<Images>;
  /** Closes the file. */
  close(): void;
}

/** Enough bytes for the header of a CSV. */
const HEADER_BYTES = 8192;

/**
 * Detects the form of a data set (a file's by its first bytes, not by its name) and computes the
 * key that changes with its content. A folder may contain the image tree, the CSV or an archive; an
 * archive may contain the tree, the CSV or another archive.
 *
 * @throws ExpectationError when the path does not exist, or is neither an archive, a CSV nor a
 *   folder
 * @example const { form, key } = await openSource('data/fer2013.zip');
 */
export async function openSource(file: string): Promise<OpenSource> {
  if (statOf(file).isDirectory()) return openFolder(file);
  return openFile(file);
}

const WHAT = "the path of FER-2013's archive (zip, tar), folder or CSV";

function statOf(file: string): Stats {
  try {
    return statSync(file);
  } catch (error) {
    throw fileError(file, { error, options: { what: WHAT, advice: ANOTHER_COPY } });
  }
}

async function openFolder(folder: string): Promise<OpenSource> {
  const { tree, files } = searchFolder(folder);
  const placed = parseClassFolders(tree, { source: folder });
  if (placed) return openTree(folder, placed);
  const start = (name: string) => {
    const bytes = openBytes(path.join(folder, name), { what: 'a CSV', largest: LIMITS.source });
    try {
      return Promise.resolve(bytes.read(0, HEADER_BYTES));
    } finally {
      bytes.close();
    }
  };
  const choice = await chooseFile(files, { source: folder, start });
  return openFile(path.join(folder, choice.path));
}

function openTree(folder: string, placed: readonly PlacedFile[]): OpenSource {
  const files = placed.map(({ path: relative, name, split, label }): ImageFile => {
    const fullName = path.join(folder, relative);
    const options = { what: 'an image', largest: LIMITS.imageFile, advice: 'Replace or remove this file.' };
    return { name, split, label, fullName, read: () => readFileBytesSync(fullName, options) };
  });
  const hash = createHash('sha256');
  for (const { name, fullName } of files) {
    const { size, mtimeMs } = statOf(fullName);
    hash.update(`${name}\0${size}\0${mtimeMs}\n`);
  }
  return {
    form: 'folder',
    key: hash.digest('hex'),
    decode: (onProgress) => decodeAll(files, onProgress),
    close: () => {},
  };
}

async function openFile(file: string): Promise<OpenSource> {
  const bytes = openBytes(file, { what: WHAT, largest: LIMITS.source, advice: ANOTHER_COPY });
  try {
    const form = formOf(bytes, file);
    const hash = createHash('sha256');
    for await (const chunk of chunksOf(bytes)) hash.update(chunk);
    return {
      form,
      key: hash.digest('hex'),
      decode: (onProgress) => decodeFile(bytes, { source: file, depth: 1, onProgress }),
      close: () => bytes.close(),
    };
  } catch (error) {
    bytes.close();
    throw error;
  }
}

/**
 * The form by the first bytes; a CSV without the expected columns is rejected before all of it is
 * read.
 */
function formOf(bytes: ByteSource, source: string): DatasetSource['form'] {
  const kind = fileKind(bytes.read(0, KIND_BYTES));
  const isMisnamed = kind.form === 'text' && /\.(?:zip|tar|t?gz)$/i.test(source);
  if (kind.form === 'other' || isMisnamed)
    throw expectation(source, {
      expectation: 'a zip archive, a CSV or a folder',
      found: kind.form === 'other' ? kind.name : 'a text file',
      advice: FORMS_ADVICE,
    });
  if (kind.form === 'zip') return 'zip';
  if (kind.form !== 'text') return 'tar';
  checkHeader(bytes.read(0, HEADER_BYTES), source);
  return 'csv';
}

function checkHeader(start: Buffer, source: string): void {
  const line = firstLine(start);
  const header = readCsvHeader(line);
  if ('missing' in header) throw headerError(source, { missing: header.missing, line });
}

interface DecodeOptions {
  source: string;
  /** The number of nested archives, this one included. */
  depth: number;
  onProgress?: Progress;
}

async function decodeFile(bytes: ByteSource, options: DecodeOptions): Promise<Images> {
  const { source, depth, onProgress } = options;
  if (depth > LIMITS.depth)
    throw expectation(source, {
      expectation: `nested in at most ${LIMITS.depth - 1} archives`,
      found: 'one more',
      advice: 'Unpack it and set FER2013 to what is inside.',
    });
  const form = formOf(bytes, source);
  if (form === 'csv') return readCsv(chunksOf(bytes), { source, size: bytes.size, onProgress });
  if (form === 'zip') return decodePacked(await zipFiles(bytes, { source }), options);
  const isPacked = fileKind(bytes.read(0, KIND_BYTES)).form === 'gzip';
  const unpacked = () => (isPacked ? gunzipped(bytes, { source }) : chunksOf(bytes));
  if (!isPacked) return decodePacked(await tarFiles(unpacked, { source }), options);
  const start = await startOf(unpacked());
  const inside = fileKind(start.subarray(0, KIND_BYTES));
  if (inside.form === 'tar') return decodePacked(await tarFiles(unpacked, { source }), options);
  if (inside.form !== 'text')
    throw expectation(source, {
      expectation: 'a tar or a CSV, compressed with gzip',
      found: inside.form === 'other' ? inside.name : `a ${inside.form}`,
      advice: FORMS_ADVICE,
    });
  checkHeader(start, source);
  return readCsv(unpacked(), { source, onProgress });
}

/**
 * Decodes the contents of an archive: images in class folders, otherwise a CSV, otherwise another
 * archive.
 */
async function decodePacked(
  packed: PackedFiles,
  { source, depth, onProgress }: DecodeOptions,
): Promise<Images> {
  const { paths } = packed;
  const placed = parseClassFolders(paths, { source });
  if (placed) {
    const read = await packed.open(placed.map((file) => file.path));
    const files = placed.map(({ path: inside, name, split, label }) => ({
      ...{ name, split, label, fullName: `${inside} in ${source}` },
      read: () => read(inside),
    }));
    return decodeAll(files, onProgress);
  }
  const choice = await chooseFile(paths, { source, start: (name) => startOf(packed.stream(name)) });
  const name = `${choice.path} in ${source}`;
  const size = packed.sizeOf(choice.path);
  const largest = choice.form === 'csv' ? LIMITS.source : LIMITS.inMemory;
  if (size > largest)
    throw expectation(name, {
      expectation: `of at most ${largest.toLocaleString('en')} bytes`,
      found: `${size.toLocaleString('en')} bytes`,
      advice: 'Unpack it and set FER2013 to what is inside.',
    });
  const stream = packed.stream(choice.path);
  if (choice.form === 'csv') return readCsv(stream, { source: name, size, onProgress });
  const bytes = bytesInMemory(await readAll(stream, size));
  return decodeFile(bytes, { source: name, depth: depth + 1, onProgress });
}

/**
 * All bytes of a stream of known size; concatenating its chunks at the end would hold them in
 * memory twice.
 */
async function readAll(chunks: AsyncIterable<Buffer>, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size);
  let length = 0;
  for await (const chunk of chunks) length += chunk.copy(bytes, length);
  return bytes.subarray(0, length);
}

/** The first bytes of a stream; the rest is not read. */
async function startOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const start: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    start.push(chunk);
    length += chunk.length;
    if (length >= HEADER_BYTES) break;
  }
  return Buffer.concat(start).subarray(0, HEADER_BYTES);
}

async function decodeAll(files: readonly ImageFile[], onProgress?: Progress): Promise<Images> {
  return {
    images: await decodeImages(files, { onProgress }),
    labels: Uint8Array.from(files, ({ label }) => label),
    splits: files.map(({ split }) => split),
    names: files.map(({ name }) => name),
  };
}
