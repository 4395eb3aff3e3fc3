import { tf, toOnnx } from '../../../src/lib/index';
import { writeFileAtomic } from '../../../src/lib/files/write-file-atomic';
import { IMAGE_BYTES, IMAGE_SIZE } from '../../../src/lib/dataset/index';
import { EMOTIONS } from '../../../src/lib/emotions';
import { makeCheckImages } from '../../shared/check-images';
import { network } from './networks';

/**
 * Writes the shipped model as an ONNX file.
 *
 * @returns gray values of images on which its readers have to agree with this project
 */
export async function exportShipped({ file }: { file: string }) {
  await writeFileAtomic(file, toOnnx(await network('shipped'), { labels: EMOTIONS }));
  const { pixels } = await makeCheckImages();
  return { pixels: [...pixels] };
}

/** The shipped model's probabilities. */
export async function classify({ pixels }: { pixels: number[] }) {
  const model = await network('shipped');
  const shape: [number, number, number, number] = [pixels.length / IMAGE_BYTES, IMAGE_SIZE, IMAGE_SIZE, 1];
  const probabilities = tf.tidy(() => (model.predict(tf.tensor4d(pixels, shape)) as tf.Tensor2D).arraySync());
  return { probabilities };
}
