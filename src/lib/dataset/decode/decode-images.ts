import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { IMAGE_BYTES } from '../dataset';
import { isPlainJpeg, type NamedBytes } from './decode-jpegs';
import { decodeBySharp } from './decode-image';
import { inspectImage } from './inspect-image';
import { JpegBatches } from './jpeg-batches';
import { LIMITS } from '../limits';
import type { ImageFile } from './image-file';

/** Pictures read and decoded together: enough for TensorFlow's fast way, few enough for a progress bar that moves. */
const BATCH = 256;

/** A picture of more pixels is decoded alone, so that not as many of them are in memory as there are processors. */
const SMALL = 1_000_000;

/** Small pictures decoded at a time at most, however many processors there are: each takes up to 32 MB. */
const MOST_AT_A_TIME = 8;

/** A picture's bytes with where its pixels go. */
type Picture = NamedBytes & { readonly offset: number };

/**
 * Reads and decodes pictures: `[n * 2304]` gray values in the order of the files. No more than a batch of encoded
 * files is in memory at a time, and of large ones fewer; between batches timers and signals get their turn.
 *
 * @param onProgress called after each batch with the pictures decoded so far and their total
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
    const pictures = readBatch(files, start);
    const plain: Picture[] = [];
    const others: Picture[] = [];
    for (const picture of pictures) (isPlainJpeg(picture.bytes) ? plain : others).push(picture);
    const pixels = jpegs.decode(plain);
    plain.forEach(({ offset }, i) =>
      images.set(pixels.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES), offset),
    );
    const left = others.length;
    let done = 0;
    await decodeOthers(others, (offset, picture, isLarge) => {
      images.set(picture, offset);
      done++;
      // One by one they take long enough for a progress bar to move.
      if (isLarge && done < left) onProgress?.(start + plain.length + done, files.length);
    });
    start += pictures.length;
    onProgress?.(start, files.length);
    await setImmediate();
  }
  return images;
}

/** The next pictures: a batch, or fewer where they hold many bytes. */
function readBatch(files: readonly ImageFile[], start: number): Picture[] {
  const pictures: Picture[] = [];
  let length = 0;
  for (let i = start; i < Math.min(start + BATCH, files.length) && length < LIMITS.batch; i++) {
    const bytes = files[i].read();
    length += bytes.length;
    pictures.push({ name: files[i].fullName, bytes, offset: i * IMAGE_BYTES });
  }
  return pictures;
}

/** Decodes by sharp: small pictures side by side, large ones one after the other. */
async function decodeOthers(
  pictures: readonly Picture[],
  keep: (offset: number, pixels: Uint8Array, isLarge: boolean) => void,
): Promise<void> {
  const maxPixels = LIMITS.pixels;
  const decode = async ({ name, bytes, offset }: Picture, isLarge: boolean) =>
    keep(offset, await decodeBySharp(bytes, { name, maxPixels }), isLarge);
  const large: Picture[] = [];
  let next = 0;
  const work = async () => {
    while (next < pictures.length) {
      const picture = pictures[next++];
      const pixels = await inspectImage(picture.bytes, { name: picture.name, maxPixels });
      if (pixels > SMALL) large.push(picture);
      else await decode(picture, false);
    }
  };
  const workers = Math.min(availableParallelism(), MOST_AT_A_TIME);
  await Promise.all(Array.from({ length: workers }, work));
  for (const picture of large) await decode(picture, true);
}
