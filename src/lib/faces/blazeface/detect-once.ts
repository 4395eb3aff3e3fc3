import type { RawImage } from '../../dataset/raw-image';
import { tf } from '../../engine/tensorflow';
import { expectation } from '../../errors';
import type { Face } from '../face';
import { mapFace } from '../map-face';
import { resample } from '../pixels/resample';
import { ANCHORS, INPUT_SIZE } from './anchors';
import { BOX_NUMBERS, decodeBoxes, type RawDetections } from './decode-boxes';

/** A part of an image, in whole pixels or not, that is looked at as a whole. */
interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Runs the detector once on a part of an image, whose larger side fills its input.
 *
 * @param detector BlazeFace as `loadFaceDetector` loads it
 * @param image
 * @param options
 * @param options.view the part, from its top left corner
 * @param options.minScore the smallest score, 0 to 1
 * @returns boxes in pixels of the image, several for each face
 */
export async function detectOnce(
  detector: tf.GraphModel,
  image: RawImage,
  { view, minScore }: { view: View; minScore: number },
): Promise<Face[]> {
  const scale = Math.max(view.width, view.height) / INPUT_SIZE;
  const width = Math.max(1, Math.round(view.width / scale));
  const height = Math.max(1, Math.round(view.height / scale));
  const pixels = resample(image, {
    region: {
      x: view.x + view.width / 2,
      y: view.y + view.height / 2,
      width: view.width,
      height: view.height,
    },
    ...{ width, height, channels: 3, kernel: 'linear' },
  });
  const raw = await run(detector, letterbox(pixels, { width, height }));
  const [scaleX, scaleY] = [view.width / width, view.height / height];
  return decodeBoxes(raw, minScore).map((face) => mapFace(face, { scaleX, scaleY, x: view.x, y: view.y }));
}

/** The input, -1 to 1, with black beside or below a picture that is not square. */
function letterbox(pixels: Float32Array, { width, height }: { width: number; height: number }): Float32Array {
  const input = new Float32Array(INPUT_SIZE * INPUT_SIZE * 3).fill(-1);
  for (let row = 0; row < height; row++)
    for (let i = 0; i < width * 3; i++)
      input[row * INPUT_SIZE * 3 + i] = pixels[row * width * 3 + i] / 127.5 - 1;
  return input;
}

async function run(detector: tf.GraphModel, input: Float32Array): Promise<RawDetections> {
  const outputs = tf.tidy(
    () => detector.predict(tf.tensor4d(input, [1, INPUT_SIZE, INPUT_SIZE, 3])) as tf.Tensor[],
  );
  try {
    // Four tensors in no particular order: scores and boxes of the finer and of the coarser grid.
    const byGrid = [...outputs].sort((a, b) => b.shape[1]! - a.shape[1]!);
    const read = async (numbers: number) => {
      const parts = await Promise.all(
        byGrid.filter(({ shape }) => shape[2] === numbers).map((tensor) => tensor.data<'float32'>()),
      );
      const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
      parts.reduce((at, part) => (values.set(part, at), at + part.length), 0);
      return values;
    };
    const [logits, boxes] = [await read(1), await read(BOX_NUMBERS)];
    const expected = ANCHORS.length / 2;
    if (logits.length === expected && boxes.length === expected * BOX_NUMBERS) return { logits, boxes };
    throw expectation('the face detector', {
      expectation: `BlazeFace, which returns ${expected} boxes`,
      found: `a model that returns ${outputs.map(({ shape }) => `[${shape.join(', ')}]`).join(', ')}`,
      advice: 'Load it with loadFaceDetector().',
    });
  } finally {
    tf.dispose(outputs);
  }
}
