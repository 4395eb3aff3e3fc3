import { readFile, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { EMOTIONS } from '../../../src/lib/index';
import { expectation } from '../../../src/lib/errors';

/** How far the seven may be from adding up to 1; 32-bit floats stay well below. */
const TOLERANCE = 1e-3;

/**
 * Reads what a contender predicted: 32-bit floats, little-endian, seven for each image.
 *
 * @param file
 * @param options.images how many there must be of
 * @returns `[images * 7]`
 * @throws ExpectationError when the number is another, or an image's seven are no probabilities
 * @example const probabilities = await readProbabilities('fer.bin', { images: 7178 });
 */
export async function readProbabilities(file: string, { images }: { images: number }): Promise<Float32Array> {
  const bytes = await readFile(file);
  const classes = EMOTIONS.length;
  if (bytes.length !== images * classes * Float32Array.BYTES_PER_ELEMENT)
    throw expectation(file, {
      expectation: `${images * classes} floats`,
      found: `${bytes.length} bytes`,
    });
  if (endianness() === 'BE') bytes.swap32();
  // A copy of its own: a Buffer may begin at an odd byte of a shared ArrayBuffer.
  const probabilities = new Float32Array(new Uint8Array(bytes).buffer);
  for (let image = 0; image < images; image++) {
    const seven = probabilities.subarray(image * classes, (image + 1) * classes);
    const sum = seven.reduce((total, value) => total + value, 0);
    if (!(Math.abs(sum - 1) <= TOLERANCE && seven.every((value) => value >= 0)))
      throw expectation(`image ${image} of ${file}`, {
        expectation: 'seven probabilities that add up to 1',
        found: Array.from(seven).join(', '),
      });
  }
  return probabilities;
}

/**
 * Writes probabilities as {@link readProbabilities} reads them.
 *
 * @example await writeProbabilities('run.bin', await predict(model, tests));
 */
export async function writeProbabilities(file: string, probabilities: Float32Array): Promise<void> {
  const bytes = Buffer.from(probabilities.slice().buffer);
  await writeFile(file, endianness() === 'BE' ? bytes.swap32() : bytes);
}
