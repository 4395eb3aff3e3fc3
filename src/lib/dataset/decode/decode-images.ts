import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { IMAGE_BYTES } from '../dataset';
import { isPlainJpeg, type NamedBytes } from './decode-jpegs';
import { decodeBySharp } from './decode-image';
import { inspectImage } from './inspect-image';
import { JpegBatches } from './jpeg-batches';
import { LIMITS } from '../limits';
import type { ImageFile } from './image-file';

/**
 * Images read and decoded together: enough to be fast in TensorFlow, few enough for a smooth
 * progress bar.
 */
const BATCH = 256;

/**
 * An image of more pixels is decoded alone, so that memory does not hold as many as there are
 * processors.
 */
const SMALL = 1_000_000;

/**
 * The most small images decoded at once, however many processors there are: each takes up to 32 MB.
 */
const MAX_CONCURRENT = 8;

/** An encoded image, and the offset of its pixels in the result. */
type EncodedImage = NamedBytes & { readonly offset: number };

/**
 * Reads and decodes images: `[n * 2304]` gray values in the order of the files. At most one batch
 * of encoded files is in memory at a time, fewer if they are large; timers and signals are handled
 * between batches.
 *
 * @param onProgress called after each batch with the number of images decoded so far and the total
 * @throws ExpectationError naming the file that can't be read or decoded
 * @example const images = await decodeImages(files);
 */
export async function decodeImages(
  files: readonly ImageFile[],
  { onProgress }: { onProgress?: (done: number, total: number) => void } = {},
): Promise<Uint8Array> {
  const jpegs = new JpegBatches(BATCH);
  try {
    return await decodeAll(files, { jpegs, onProgress });
  } finally {
    jpegs.close();
  }
}

async function decodeAll(
  files: readonly ImageFile[],
  { jpegs, onProgress }: { jpegs: JpegBatches; onProgress?: (done: number, total: number) => void },
): Promise<Uint8Array> {
  const images = new Uint8Array(files.length * IMAGE_BYTES);
  for (let start = 0; start < files.length;) {
    const batch = readBatch(files, start);
    const plain: EncodedImage[] = [];
    const others: EncodedImage[] = [];
    for (const encoded of batch) (isPlainJpeg(encoded.bytes) ? plain : others).push(encoded);
    const pixels = jpegs.decode(plain);
    plain.forEach(({ offset }, i) =>
      images.set(pixels.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES), offset),
    );
    const left = others.length;
    let done = 0;
    await decodeOthers(others, (offset, image, isLarge) => {
      images.set(image, offset);
      done++;
      // A large image takes long enough to report progress for each.
      if (isLarge && done < left) onProgress?.(start + plain.length + done, files.length);
    });
    start += batch.length;
    onProgress?.(start, files.length);
    await setImmediate();
  }
  return images;
}

/** The next batch, which is smaller where the files are large. */
function readBatch(files: readonly ImageFile[], start: number): EncodedImage[] {
  const batch: EncodedImage[] = [];
  let length = 0;
  for (let i = start; i < Math.min(start + BATCH, files.length) && length < LIMITS.batch; i++) {
    const bytes = files[i].read();
    length += bytes.length;
    batch.push({ name: files[i].fullName, bytes, offset: i * IMAGE_BYTES });
  }
  return batch;
}

/** Decodes with sharp: small images concurrently, large ones one after another. */
async function decodeOthers(
  images: readonly EncodedImage[],
  keep: (offset: number, pixels: Uint8Array, isLarge: boolean) => void,
): Promise<void> {
  const maxPixels = LIMITS.pixels;
  const decode = async ({ name, bytes, offset }: EncodedImage, isLarge: boolean) =>
    keep(offset, await decodeBySharp(bytes, { name, maxPixels }), isLarge);
  const large: EncodedImage[] = [];
  let next = 0;
  const work = async () => {
    while (next < images.length) {
      const encoded = images[next++];
      const pixels = await inspectImage(encoded.bytes, { name: encoded.name, maxPixels });
      if (pixels > SMALL) large.push(encoded);
      else await decode(encoded, false);
    }
  };
  const workers = Math.min(availableParallelism(), MAX_CONCURRENT);
  await Promise.all(Array.from({ length: workers }, work));
  for (const encoded of large) await decode(encoded, true);
}
