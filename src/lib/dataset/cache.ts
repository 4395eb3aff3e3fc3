import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { removeAbandonedFiles, writeFileAtomic } from '../files/write-file-atomic';
import { makeFolder } from '../files/make-folder';
import { readFileBytes } from '../files/read-file';
import { IMAGE_BYTES, SPLITS, type Split } from './dataset';
import { LIMITS } from './limits';
import type { Images } from './sources/open-source';

/**
 * Incremented with every change to the file's layout or to how images are decoded, so that older
 * files are not used.
 */
const VERSION = 3;

const MAGIC = Buffer.from('FACES48\n');
const DIGEST_BYTES = 32;
/** The magic number, the SHA-256 of everything after the digest, and the length of the JSON. */
const PREFIX_BYTES = MAGIC.length + DIGEST_BYTES + 4;
/** Larger than any cache: the images, plus room for their names and labels. */
const LARGEST = LIMITS.images * (IMAGE_BYTES + 2048);
/** Pixels start at a multiple of this, so that they can be viewed as wider numbers. */
const ALIGNMENT = 64;

/** Decoded images as the cache keeps them. */
export interface CachedImages extends Images {
  /** See `DatasetSource`. */
  readonly fingerprint: string;
}

interface Header {
  readonly key: string;
  readonly count: number;
  readonly fingerprint: string;
  readonly classes: readonly string[];
  readonly fromTrain: readonly Split[];
  readonly names: readonly string[];
}

/**
 * What {@link readCache} found: the images, no file, or a file that differs from what was written.
 */
export type CacheResult =
  | { readonly state: 'found'; readonly cached: CachedImages }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly reason: string };

/**
 * The path of the cache for a source with this key.
 *
 * @example const file = cacheFile('.cache', key); // .cache/faces-v3-0123456789abcdef0123.bin
 */
export function cacheFile(cacheFolder: string, key: string): string {
  return path.join(cacheFolder, `faces-v${VERSION}-${key.slice(0, 20)}.bin`);
}

/**
 * Stores decoded images in one file: magic number, SHA-256, a JSON header with key, classes and names, then
 * pixels, labels and splits as bytes. The file is written atomically, and its folder is created if
 * needed.
 *
 * @throws what the file system throws
 * @example await writeCache('.cache', { key, cached });
 */
export async function writeCache(
  cacheFolder: string,
  { key, cached }: { key: string; cached: CachedImages },
): Promise<void> {
  const { images, classes, labels, splits, names, fromTrain, fingerprint } = cached;
  const header: Header = { key, count: labels.length, fingerprint, classes, fromTrain, names };
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((ALIGNMENT - ((PREFIX_BYTES + json.length) % ALIGNMENT)) % ALIGNMENT, ' ');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length + padding.length);
  const splitCodes = Uint8Array.from(splits, (split) => SPLITS.indexOf(split));
  const parts = [length, json, padding, images, labels, splitCodes];
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  await makeFolder(cacheFolder);
  // Written part by part: concatenating them would hold the pixels in memory twice.
  await writeFileAtomic(cacheFile(cacheFolder, key), [MAGIC, digest.digest(), ...parts]);
}

/**
 * Reads what {@link writeCache} wrote under this key, and verifies every byte. Anything else at
 * that path counts as damaged, since a cache can be rebuilt.
 *
 * @example const result = await readCache('.cache', key);
 */
export async function readCache(cacheFolder: string, key: string): Promise<CacheResult> {
  const file = cacheFile(cacheFolder, key);
  if (!existsSync(file)) return { state: 'missing' };
  let bytes: Buffer;
  try {
    bytes = await readFileBytes(file, { what: 'a cache', largest: LARGEST });
  } catch (error) {
    return { state: 'damaged', reason: (error as Error).message.replace(/\.$/, '') };
  }
  const cached = decode(bytes, key);
  return typeof cached === 'string' ? { state: 'damaged', reason: cached } : { state: 'found', cached };
}

/** The contents of a cache file, or what is wrong with it. */
function decode(file: Buffer, key: string): CachedImages | string {
  if (file.length < PREFIX_BYTES || !file.subarray(0, MAGIC.length).equals(MAGIC))
    return 'it does not start like a cache';
  const content = file.subarray(MAGIC.length + DIGEST_BYTES);
  const digest = createHash('sha256').update(content).digest();
  if (!digest.equals(file.subarray(MAGIC.length, MAGIC.length + DIGEST_BYTES))) return 'its checksum differs';
  const start = PREFIX_BYTES + content.readUInt32LE(0);
  const header = start <= file.length ? parseHeader(file.toString('utf8', PREFIX_BYTES, start)) : undefined;
  if (header === undefined) return 'its header cannot be read';
  if (header.key !== key) return 'it belongs to another source';
  const { count, classes, fromTrain, names, fingerprint } = header;
  if (file.length !== start + count * (IMAGE_BYTES + 2))
    return 'its length does not match its number of images';
  // A plain Uint8Array over the bytes that were read: slice() copies on it, but shares memory on a
  // Buffer.
  const bytes = new Uint8Array(file.buffer, file.byteOffset + start, count * (IMAGE_BYTES + 2));
  const labelsStart = count * IMAGE_BYTES;
  const labels = bytes.subarray(labelsStart, labelsStart + count);
  const splits = Array.from(bytes.subarray(labelsStart + count), (code) => SPLITS[code]);
  if (labels.some((label) => label >= classes.length) || splits.includes(undefined!))
    return 'it has an unknown label or split';
  return { images: bytes.subarray(0, labelsStart), classes, labels, splits, names, fromTrain, fingerprint };
}

function parseHeader(text: string): Header | undefined {
  try {
    const header = JSON.parse(text) as Partial<Header> | null;
    const { key, count, fingerprint, classes, fromTrain, names } = header ?? {};
    const isTexts = (value: unknown) =>
      Array.isArray(value) && value.every((text) => typeof text === 'string');
    const isComplete =
      typeof key === 'string' &&
      typeof fingerprint === 'string' &&
      Number.isInteger(count) &&
      [classes, fromTrain, names].every(isTexts) &&
      fromTrain!.every((split) => SPLITS.includes(split)) &&
      names!.length === count;
    return isComplete ? (header as Header) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Deletes unused files from a cache folder: the caches of earlier versions, and temporary files
 * that killed processes left behind. A folder that can't be listed or written to is left as it is.
 *
 * @example cleanCache('.cache');
 */
export function cleanCache(cacheFolder: string): void {
  try {
    for (const name of readdirSync(cacheFolder)) {
      const version = /^faces-v(\d+)-[0-9a-f]+\.bin$/.exec(name)?.[1];
      if (version !== undefined && Number(version) < VERSION)
        rmSync(path.join(cacheFolder, name), { force: true });
    }
    removeAbandonedFiles(cacheFolder);
  } catch {
    // Leftovers only take disk space, and the next load tries again.
  }
}
