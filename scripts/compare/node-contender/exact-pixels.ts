import { readFile } from 'node:fs/promises';
import { type Dataset, decodePicture, IMAGE_BYTES, tf } from '../../../src/lib/index';
import { isPlainJpeg } from '../../../src/lib/dataset/decode-jpegs';
import { folderPictures } from '../../../src/lib/dataset/folder-pictures';
import { zipPictures } from '../../../src/lib/dataset/zip-pictures';
import { expectation } from '../../../src/lib/errors';

/** The arguments of tfjs-node's decodeJpeg before the method: one channel, and otherwise its defaults. */
const GRAY = [1, 1, true, false, 1] as const;

/**
 * The pixels of a data set's tests, its JPEGs decoded with libjpeg's exact cosine transform, as OpenCV, Pillow and sharp
 * do. TensorFlow's own choice is the fast one, which is a few gray values off (on FER-2013 1.6 in the mean, 20 at most):
 * little, but a peer must get what its own loader would give it.
 *
 * @param tests the images of both tests, in the order of their source
 * @returns `[n * 2304]` gray values 0 to 255
 * @throws ExpectationError when the source holds other tests than the data set
 * @example await writeFile('images.bin', await exactPixels(tests));
 */
export async function exactPixels({
  images,
  names,
  source: { form, path },
}: Pick<Dataset, 'images' | 'names' | 'source'>): Promise<Uint8Array> {
  // A CSV holds the pixels themselves.
  if (form === 'csv') return images;
  const all =
    form === 'zip' ? await zipPictures(await readFile(path), { source: path }) : folderPictures(path);
  const pictures = all.filter(({ split }) => split !== 'train');
  if (pictures.length !== names.length || pictures.some(({ name }, i) => name !== names[i]))
    throw expectation(`the tests in ${path}`, {
      expectation: `the ${names.length} that were read from it before`,
      found: `${pictures.length}, not all of them the same`,
    });
  const pixels = new Uint8Array(images.length);
  for (const [i, picture] of pictures.entries()) {
    const bytes = picture.read();
    const decoded = isPlainJpeg(bytes) ? decodeExactly(bytes) : await decodePicture(bytes);
    pixels.set(decoded, i * IMAGE_BYTES);
  }
  return pixels;
}

function decodeExactly(bytes: Buffer): Int32Array {
  return tf.tidy(() => tf.node.decodeJpeg(bytes, ...GRAY, 'INTEGER_ACCURATE').dataSync<'int32'>());
}
