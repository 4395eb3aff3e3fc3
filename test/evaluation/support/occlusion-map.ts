import { setImmediate as nextTurn } from 'node:timers/promises';
import { IMAGE_BYTES, IMAGE_SIZE } from '../../../src/lib/dataset/dataset';
import { EMOTIONS } from '../../../src/lib/emotions';
import { tf } from '../../../src/lib/engine/tensorflow';
import { expectation } from '../../../src/lib/errors';
import { featureExtractor } from '../../../src/lib/model/feature-extractor';
import { softmaxLayer } from '../../../src/lib/model/softmax-layer';
import { explainedLabels, type ExplainOptions, type HeatMaps } from '../../../src/lib/evaluation/heat-maps';
import { imageTensor } from '../../../src/lib/evaluation/image-tensor';
import { pixelsOf } from '../../../src/lib/dataset/image-batch';
import { logitsOf } from '../../../src/lib/evaluation/logits';

/** What {@link occlusionMap} explains, and how it covers the image. */
export interface OcclusionOptions extends ExplainOptions {
  /** Height and width of the patch that covers a part of the image, in pixels. */
  patch?: number;
  /** Pixels from one place of the patch to the next. */
  stride?: number;
  /** The patch's gray value, 0 to 255; the image's own mean when left out. */
  fill?: number;
}

/**
 * Where a model found an emotion, found by covering one part of the image after another and looking
 * how much the emotion's logit falls: it asks nothing of the model but its answers, and takes as
 * many of them as the patch has places (121 an image by default). A pixel's heat is the mean fall
 * over the patches that cover it, where it is above 0, divided by the image's greatest. Source:
 * Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks" (2013), section 4.2,
 * https://arxiv.org/abs/1311.2901.
 *
 * @param model takes `[n, 48, 48, 1]` gray values 0 to 255, ends in a dense layer with softmax
 * @param pixels `[n * 48 * 48]` gray values 0 to 255 of one image or several, image after image
 * @returns maps whose `values` are the fall of the logit at each place of the patch, below 0 where
 * it grew
 * @throws {ExpectationError} when the model has another end, the pixels are not whole images, the
 * label is no emotion, or
 *   the patch does not fit in an image
 * @example const { pixels } = await occlusionMap(model, await decodeImage('face.png'), { patch: 12 });
 */
export async function occlusionMap(
  model: tf.LayersModel,
  pixels: ArrayLike<number>,
  { label, patch = 8, stride = 4, fill, batchSize = 128 }: OcclusionOptions = {},
): Promise<HeatMaps> {
  const count = pixelsOf(pixels).length / IMAGE_BYTES;
  const explained = explainedLabels(label, { count, classes: Number(model.outputs[0].shape.at(-1)) });
  for (const [name, value] of Object.entries({ patch, stride }))
    if (!Number.isInteger(value) || value < 1 || value > IMAGE_SIZE)
      throw expectation(name, { expectation: `an integer from 1 to ${IMAGE_SIZE}`, found: value });
  if (fill !== undefined && !(fill >= 0 && fill <= 255))
    throw expectation('fill', { expectation: 'a gray value from 0 to 255', found: fill });
  const last = softmaxLayer(model, 'The map explains a logit, which is the input of the softmax.');
  const part = featureExtractor(model, { upTo: last.input });
  const logits = (images: tf.Tensor4D): Float32Array =>
    tf.tidy(() => logitsOf(last, part.predict(images, { batchSize }) as tf.Tensor).dataSync<'float32'>());

  const steps = Math.floor((IMAGE_SIZE - patch) / stride) + 1;
  const labels = new Uint8Array(count);
  const values = new Float32Array(count * steps * steps);
  const heat = new Float32Array(count * IMAGE_BYTES);
  for (let i = 0; i < count; i++) {
    const image = Float32Array.from({ length: IMAGE_BYTES }, (_, p) => pixels[i * IMAGE_BYTES + p]);
    const gray = fill ?? image.reduce((sum, value) => sum + value, 0) / IMAGE_BYTES;
    const uncovered = tf.tidy(() => logits(imageTensor(image, { first: 0, count: 1 })));
    labels[i] = explained?.[i] ?? uncovered.indexOf(Math.max(...uncovered));
    const covered = coverings(image, { patch, stride, steps, gray });
    const changed = tf.tidy(() => logits(imageTensor(covered, { first: 0, count: steps * steps })));
    const falls = values.subarray(i * steps * steps, (i + 1) * steps * steps);
    falls.forEach((_, place) => {
      falls[place] = uncovered[labels[i]] - changed[place * EMOTIONS.length + labels[i]];
    });
    heat.set(spread(falls, { patch, stride, steps }), i * IMAGE_BYTES);
    await nextTurn();
  }
  return { labels, height: steps, width: steps, values, pixels: heat };
}

interface Grid {
  patch: number;
  stride: number;
  /** Places of the patch in a row, and in a column. */
  steps: number;
}

/** Calls back for each pixel of each place of the patch. */
function eachCovered({ patch, stride, steps }: Grid, visit: (place: number, pixel: number) => void): void {
  for (let place = 0; place < steps * steps; place++) {
    const [top, left] = [Math.floor(place / steps) * stride, (place % steps) * stride];
    for (let row = top; row < top + patch; row++)
      for (let column = left; column < left + patch; column++) visit(place, row * IMAGE_SIZE + column);
  }
}

/** The image as often as the patch has places, each time covered at one of them. */
function coverings(image: Float32Array, { gray, ...grid }: Grid & { gray: number }): Float32Array {
  const covered = new Float32Array(grid.steps ** 2 * IMAGE_BYTES);
  for (let place = 0; place < grid.steps ** 2; place++) covered.set(image, place * IMAGE_BYTES);
  eachCovered(grid, (place, pixel) => (covered[place * IMAGE_BYTES + pixel] = gray));
  return covered;
}

/** The mean fall over each pixel's patches, cut off at 0 and divided by the greatest. */
function spread(falls: Float32Array, grid: Grid): Float32Array {
  const sums = new Float32Array(IMAGE_BYTES);
  const counts = new Uint16Array(IMAGE_BYTES);
  eachCovered(grid, (place, pixel) => {
    sums[pixel] += falls[place];
    counts[pixel]++;
  });
  const means = sums.map((sum, pixel) => (counts[pixel] > 0 ? Math.max(0, sum / counts[pixel]) : 0));
  const greatest = Math.max(...means);
  return greatest > 0 ? means.map((mean) => mean / greatest) : means;
}
