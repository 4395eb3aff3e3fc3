import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../files';
import { IMAGE_BYTES, SPLITS } from './dataset';
import type { Images } from './open-source';
import { isMissing } from './stat-if-there';

/** Raised with every change of the file's layout or of the way pictures are decoded: older files are then not used. */
const VERSION = 2;

const MAGIC = Buffer.from('FACES48\n');
const DIGEST_BYTES = 32;
/** The magic word, a SHA-256 of all that follows it, the length of the JSON. */
const PREFIX_BYTES = MAGIC.length + DIGEST_BYTES + 4;
/** Pixels begin at a multiple of this, so that they can be viewed as wider numbers. */
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
  readonly names: readonly string[];
}

/** What {@link readCache} found: the images, nothing, or a file that is not what was written. */
export type CacheResult =
  | { readonly state: 'found'; readonly cached: CachedImages }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly reason: string };

/**
 * Where the cache of a source with this key is.
 *
 * @example const file = cacheFile('.cache', key); // .cache/faces-v1-0123456789abcdef0123.bin
 */
export function cacheFile(cacheFolder: string, key: string): string {
  return path.join(cacheFolder, `faces-v${VERSION}-${key.slice(0, 20)}.bin`);
}

/**
 * Keeps decoded images in one file: magic word, SHA-256, a JSON header with key and names, then pixels, labels and
 * splits as bytes. The file is whole or not there, whatever stops the process; its folder is made when needed.
 *
 * @throws what the file system throws
 * @example await writeCache('.cache', { key, cached });
 */
export async function writeCache(
  cacheFolder: string,
  { key, cached }: { key: string; cached: CachedImages },
): Promise<void> {
  const { images, labels, splits, names, fingerprint } = cached;
  const header: Header = { key, count: labels.length, fingerprint, names };
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((ALIGNMENT - ((PREFIX_BYTES + json.length) % ALIGNMENT)) % ALIGNMENT, ' ');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length + padding.length);
  const splitCodes = Uint8Array.from(splits, (split) => SPLITS.indexOf(split));
  const parts = [length, json, padding, images, labels, splitCodes];
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  await mkdir(cacheFolder, { recursive: true });
  // Part by part: joined first, the pixels would be in memory twice when the training begins.
  await writeFileAtomic(cacheFile(cacheFolder, key), [MAGIC, digest.digest(), ...parts]);
}

/**
 * Reads what {@link writeCache} wrote under this key, and checks every byte of it.
 *
 * @throws what the file system throws, unless the file is not there
 * @example const result = await readCache('.cache', key);
 */
export async function readCache(cacheFolder: string, key: string): Promise<CacheResult> {
  let file: Buffer;
  try {
    file = await readFile(cacheFile(cacheFolder, key));
  } catch (error) {
    if (isMissing(error)) return { state: 'missing' };
    throw error;
  }
  if (file.length < PREFIX_BYTES || !file.subarray(0, MAGIC.length).equals(MAGIC))
    return { state: 'damaged', reason: 'it does not begin as a cache does' };
  const content = file.subarray(MAGIC.length + DIGEST_BYTES);
  const digest = createHash('sha256').update(content).digest();
  if (!digest.equals(file.subarray(MAGIC.length, MAGIC.length + DIGEST_BYTES)))
    return { state: 'damaged', reason: 'its checksum differs' };
  const start = PREFIX_BYTES + content.readUInt32LE(0);
  const header = JSON.parse(file.toString('utf8', PREFIX_BYTES, start)) as Header;
  if (header.key !== key) return { state: 'damaged', reason: 'it belongs to another source' };
  const { count, names, fingerprint } = header;
  // A plain Uint8Array over the bytes that were read: Buffer's slice() would share memory where its users copy.
  const bytes = new Uint8Array(file.buffer, file.byteOffset + start, count * (IMAGE_BYTES + 2));
  const labelsStart = count * IMAGE_BYTES;
  return {
    state: 'found',
    cached: {
      images: bytes.subarray(0, labelsStart),
      labels: bytes.subarray(labelsStart, labelsStart + count),
      splits: Array.from(bytes.subarray(labelsStart + count), (code) => SPLITS[code]),
      names,
      fingerprint,
    },
  };
}
