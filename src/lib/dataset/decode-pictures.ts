import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { IMAGE_BYTES } from './dataset';
import { isPlainJpeg, type NamedBytes } from './decode-jpegs';
import { decodePicture } from './decode-picture';
import { JpegBatches } from './jpeg-batches';
import type { PictureFile } from './picture-file';

/** Pictures read and decoded together: enough for TensorFlow's fast way, few enough for a progress bar that moves. */
const BATCH = 256;

/**
 * Reads and decodes pictures: `[n * 2304]` gray values in the order of the files. No more than a batch of encoded
 * files is in memory at a time; between batches timers and signals get their turn.
 *
 * @param onProgress called after each batch with the pictures decoded so far and their total
 * @throws ExpectationError naming the file that can't be read or decoded
 * @example const images = await decodePictures(files);
 */
export async function decodePictures(
  files: readonly PictureFile[],
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
  files: readonly PictureFile[],
  { jpegs, onProgress }: { jpegs: JpegBatches; onProgress?: (done: number, total: number) => void },
): Promise<Uint8Array> {
  const images = new Uint8Array(files.length * IMAGE_BYTES);
  for (let start = 0; start < files.length; start += BATCH) {
    const pictures = files.slice(start, start + BATCH).map((file, i) => ({
      name: file.fullName,
      bytes: file.read(),
      offset: (start + i) * IMAGE_BYTES,
    }));
    const plain: typeof pictures = [];
    const others: typeof pictures = [];
    for (const picture of pictures) (isPlainJpeg(picture.bytes) ? plain : others).push(picture);
    const pixels = jpegs.decode(plain);
    plain.forEach(({ offset }, i) =>
      images.set(pixels.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES), offset),
    );
    await decodeOthers(others, (offset, picture) => images.set(picture, offset));
    onProgress?.(Math.min(start + BATCH, files.length), files.length);
    await setImmediate();
  }
  return images;
}

/** Decodes by sharp, as many pictures at a time as there are processors. */
async function decodeOthers(
  pictures: readonly (NamedBytes & { offset: number })[],
  keep: (offset: number, pixels: Uint8Array) => void,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < pictures.length) {
      const { name, bytes, offset } = pictures[next++];
      keep(offset, await decodePicture(bytes, { name }));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}
