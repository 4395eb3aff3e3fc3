import { tf, toOnnx } from '../../../src/lib/index';
import { writeFileAtomic } from '../../../src/lib/files/write-file-atomic';
import { decodeImage, drawFace, IMAGE_BYTES, IMAGE_SIZE } from '../../../src/lib/dataset/index';
import { EMOTIONS } from '../../../src/lib/emotions';
import { network, pixels as noise } from './networks';

const FACES = 14;
const NOISE = 2;

/**
 * Writes the shipped model as an ONNX file.
 *
 * @returns gray values of drawn faces and noise, on which its readers have to agree with this
 *   project
 */
export async function exportShipped({ file }: { file: string }) {
  await writeFileAtomic(file, toOnnx(await network('shipped'), { labels: EMOTIONS }));
  const faces: number[] = [];
  for (let i = 0; i < FACES; i++) {
    const face = await drawFace(EMOTIONS[i % EMOTIONS.length], { seed: i + 1, size: IMAGE_SIZE });
    faces.push(...(await decodeImage(face)));
  }
  return { pixels: [...faces, ...noise(NOISE)] };
}

/** The shipped model's probabilities. */
export async function classify({ pixels }: { pixels: number[] }) {
  const model = await network('shipped');
  const shape: [number, number, number, number] = [pixels.length / IMAGE_BYTES, IMAGE_SIZE, IMAGE_SIZE, 1];
  const probabilities = tf.tidy(() => (model.predict(tf.tensor4d(pixels, shape)) as tf.Tensor2D).arraySync());
  return { probabilities };
}
