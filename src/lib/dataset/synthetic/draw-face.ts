import { EMOTIONS, type Emotion } from '../../emotions';
import { expectation } from '../../errors';
import { createRandom } from '../../random';
import { sampleFaceParameters, type FaceParameters } from './face-parameters';
import { loadSharp } from '../decode/load-sharp';
import { renderFace } from './render-face';

/** The size and format of a drawn face. */
export interface DrawFaceOptions {
  /** Width and height in pixels. */
  size?: number;
  format?: 'png' | 'jpeg';
  /** Whether it is in colour; the data set is gray. */
  isColour?: boolean;
}

/** The quality of JPEGs, of 100. */
const QUALITY = 90;

/** The largest size: beyond it the supersampled canvas no longer fits in memory. */
const LARGEST = 2048;

/**
 * Draws the face that the parameters describe, as an image file in memory.
 *
 * @throws ExpectationError for a size that is not a whole number from 8 to 2048
 * @example
 * const png = await encodeFace(sampleFaceParameters('Surprise', createRandom(5)), { size: 192 });
 */
export async function encodeFace(
  parameters: FaceParameters,
  { size = 192, format = 'png', isColour = false }: DrawFaceOptions = {},
): Promise<Buffer> {
  if (!(Number.isInteger(size) && size >= 8 && size <= LARGEST)) {
    throw expectation('size', { expectation: `a whole number of pixels from 8 to ${LARGEST}`, found: size });
  }
  const { pixels, channels } = await renderFace(parameters, { size, isColour });
  const sharp = await loadSharp();
  const image = sharp(pixels, { raw: { width: size, height: size, channels } }).toColourspace(
    isColour ? 'srgb' : 'b-w',
  );
  const buffer: Buffer = await (format === 'png' ? image.png() : image.jpeg({ quality: QUALITY })).toBuffer();
  return buffer;
}

/**
 * Draws one random face with the given emotion; the seed determines person, pose and light. The
 * same seed, options and version of sharp give the same bytes.
 *
 * @returns the bytes of a PNG (or JPEG) file
 * @throws ExpectationError for an emotion that is not one of `EMOTIONS` or an impossible size
 * @example
 * await writeFile(
 *   'happy.png',
 *   await drawFace('Happiness', { seed: 3, size: 384, isColour: true }),
 * );
 */
export function drawFace(
  emotion: Emotion,
  { seed = 1, ...options }: { seed?: number } & DrawFaceOptions = {},
): Promise<Buffer> {
  if (!EMOTIONS.includes(emotion)) {
    throw expectation('the emotion', { expectation: `one of ${EMOTIONS.join(', ')}`, found: emotion });
  }
  return encodeFace(sampleFaceParameters(emotion, createRandom(seed)), options);
}
