import { createHash } from 'node:crypto';
import { statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { expectation } from '../../errors';
import { fileError, readFileBytesSync } from '../../files/read-file';
import { parseClassFolders, type ClassTree } from './parse-class-folders';
import { bytesInMemory, chunksOf, openBytes, type ByteSource } from './byte-source';
import { chooseFile } from './choose-file';
import { firstLine, headerError, readCsvHeader } from './csv-header';
import type { Dataset, DatasetSource, Split } from '../dataset';
import { EMOTIONS } from '../../emotions';
import { decodeImages } from '../decode/decode-images';
import { fileKind, KIND_BYTES } from './file-kind';
import { FER2013_TREE } from './fer2013-tree';
import { gunzipped } from './gunzip';
import { LIMITS } from '../limits';
import { listTree } from './list-tree';
import type { PackedFiles } from './packed-files';
import type { ImageFile } from '../decode/image-file';
import { readCsv } from './read-csv';
import { searchFolder, type FolderContent } from './search-folder';
import type { SourceFormat } from './source-format';
import { tarFiles } from './tar-files';
import { zipFiles } from './zip-files';

/** The decoded images of a source. */
export interface Images extends Pick<Dataset, 'images' | 'classes' | 'labels' | 'splits' | 'names'> {
  /** The splits that the source lacks, to be taken from the images of train. */
  readonly fromTrain: readonly Split[];
}

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
 * @param format how this kind of data set is read, see `formatOf`
 * @throws ExpectationError when the path does not exist, or is neither an archive, a CSV nor a
 *   folder
 * @example const { form, key } = await openSource('data/fer2013.zip', formatOf('FER-2013'));
 */
export async function openSource(file: string, format: SourceFormat): Promise<OpenSource> {
  if (statOf(file, format).isDirectory()) return openFolder(file, format);
  return openFile(file, format);
}

function statOf(file: string, { words }: SourceFormat): Stats {
  try {
    return statSync(file);
  } catch (error) {
    throw fileError(file, { error, options: { what: words.what, advice: words.anotherCopy } });
  }
}

async function openFolder(folder: string, format: SourceFormat): Promise<OpenSource> {
  const { tree, files } = contentOf(folder, format);
  const found = parseClassFolders(tree, { source: folder, ...format });
  if (found) return openTree(folder, found, format);
  const start = (name: string) => {
    const bytes = openBytes(path.join(folder, name), { what: 'a CSV', largest: LIMITS.source });
    try {
      return Promise.resolve(bytes.read(0, HEADER_BYTES));
    } finally {
      bytes.close();
    }
  };
  const choice = await chooseFile(files, { source: folder, start, ...format });
  return openFile(path.join(folder, choice.path), format);
}

/** How many folders deep images may be: in the folders of split and class, and in wrapper folders. */
const DEEPEST = 8;

/** FER-2013 is searched for, by its names; own images are all that the folder contains. */
function contentOf(folder: string, { rules }: SourceFormat): FolderContent {
  if (rules === FER2013_TREE) return searchFolder(folder);
  const paths = listTree(folder, { root: '', depth: DEEPEST });
  return { tree: paths, files: paths };
}

function openTree(folder: string, tree: ClassTree, format: SourceFormat): OpenSource {
  const files = tree.files.map(({ path: relative, name, split, label }): ImageFile => {
    const fullName = path.join(folder, relative);
    const options = { what: 'an image', largest: LIMITS.imageFile, advice: 'Replace or remove this file.' };
    return { name, split, label, fullName, read: () => readFileBytesSync(fullName, options) };
  });
  const hash = createHash('sha256');
  for (const { name, fullName } of files) {
    const { size, mtimeMs } = statOf(fullName, format);
    hash.update(`${name}\0${size}\0${mtimeMs}\n`);
  }
  return {
    form: 'folder',
    key: hash.digest('hex'),
    decode: (onProgress) => decodeAll(files, { tree, onProgress }),
    close: () => {},
  };
}

async function openFile(file: string, format: SourceFormat): Promise<OpenSource> {
  const { words } = format;
  const bytes = openBytes(file, { what: words.what, largest: LIMITS.source, advice: words.anotherCopy });
  try {
    const form = formOf(bytes, { source: file, ...format });
    const hash = createHash('sha256');
    for await (const chunk of chunksOf(bytes)) hash.update(chunk);
    return {
      form,
      key: hash.digest('hex'),
      decode: (onProgress) => decodeFile(bytes, { source: file, depth: 1, onProgress, ...format }),
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
function formOf(
  bytes: ByteSource,
  { source, words, hasCsv }: Pick<DecodeOptions, 'source' | 'words' | 'hasCsv'>,
): DatasetSource['form'] {
  const kind = fileKind(bytes.read(0, KIND_BYTES));
  const isNoCsv = kind.form === 'text' && (!hasCsv || /\.(?:zip|tar|t?gz)$/i.test(source));
  if (kind.form === 'other' || isNoCsv)
    throw expectation(source, {
      expectation: words.form,
      found: kind.form === 'other' ? kind.name : 'a text file',
      advice: words.forms,
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

interface DecodeOptions extends SourceFormat {
  source: string;
  /** The number of nested archives, this one included. */
  depth: number;
  onProgress?: Progress;
}

async function decodeFile(bytes: ByteSource, options: DecodeOptions): Promise<Images> {
  const { source, words, hasCsv, depth, onProgress } = options;
  const named = { source, words };
  if (depth > LIMITS.depth)
    throw expectation(source, {
      expectation: `nested in at most ${LIMITS.depth - 1} archives`,
      found: 'one more',
      advice: `Unpack it and set ${words.setting} to what is inside.`,
    });
  const form = formOf(bytes, options);
  if (form === 'csv') return fer2013Csv(chunksOf(bytes), { source, size: bytes.size, onProgress });
  if (form === 'zip') return decodePacked(await zipFiles(bytes, named), options);
  const isPacked = fileKind(bytes.read(0, KIND_BYTES)).form === 'gzip';
  const unpacked = () => (isPacked ? gunzipped(bytes, named) : chunksOf(bytes));
  if (!isPacked) return decodePacked(await tarFiles(unpacked, named), options);
  const start = await startOf(unpacked());
  const inside = fileKind(start.subarray(0, KIND_BYTES));
  if (inside.form === 'tar') return decodePacked(await tarFiles(unpacked, named), options);
  if (inside.form !== 'text' || !hasCsv)
    throw expectation(source, {
      expectation: hasCsv ? 'a tar or a CSV, compressed with gzip' : 'a tar, compressed with gzip',
      found: inside.form === 'other' ? inside.name : `a ${inside.form}`,
      advice: words.forms,
    });
  checkHeader(start, source);
  return fer2013Csv(unpacked(), { source, onProgress });
}

/** The images of FER-2013's CSV. */
async function fer2013Csv(...given: Parameters<typeof readCsv>): Promise<Images> {
  return { ...(await readCsv(...given)), classes: EMOTIONS, fromTrain: [] };
}

/**
 * Decodes the contents of an archive: images in class folders, otherwise a CSV, otherwise another
 * archive.
 */
async function decodePacked(packed: PackedFiles, options: DecodeOptions): Promise<Images> {
  const { source, words, rules, hasCsv, depth, onProgress } = options;
  const { paths } = packed;
  const tree = parseClassFolders(paths, { source, words, rules });
  if (tree) {
    const read = await packed.open(tree.files.map((file) => file.path));
    const files = tree.files.map(({ path: inside, name, split, label }) => ({
      ...{ name, split, label, fullName: `${inside} in ${source}` },
      read: () => read(inside),
    }));
    return decodeAll(files, { tree, onProgress });
  }
  const choice = await chooseFile(paths, {
    ...{ source, words, hasCsv },
    start: (name) => startOf(packed.stream(name)),
  });
  const name = `${choice.path} in ${source}`;
  const size = packed.sizeOf(choice.path);
  const largest = choice.form === 'csv' ? LIMITS.source : LIMITS.inMemory;
  if (size > largest)
    throw expectation(name, {
      expectation: `of at most ${largest.toLocaleString('en')} bytes`,
      found: `${size.toLocaleString('en')} bytes`,
      advice: `Unpack it and set ${words.setting} to what is inside.`,
    });
  const stream = packed.stream(choice.path);
  if (choice.form === 'csv') return fer2013Csv(stream, { source: name, size, onProgress });
  const bytes = bytesInMemory(await readAll(stream, size));
  return decodeFile(bytes, { ...options, source: name, depth: depth + 1 });
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

async function decodeAll(
  files: readonly ImageFile[],
  { tree: { classes, fromTrain }, onProgress }: { tree: ClassTree; onProgress?: Progress },
): Promise<Images> {
  return {
    classes,
    fromTrain,
    images: await decodeImages(files, { onProgress }),
    labels: Uint8Array.from(files, ({ label }) => label),
    splits: files.map(({ split }) => split),
    names: files.map(({ name }) => name),
  };
}
