import { expectation } from '../../src/lib/errors';
import type { Contender } from '../shared/json-lines-process';
import type { CheckImages } from '../shared/check-images';
import { READING } from './formats';

/** How far a file's probabilities may be from the original's. */
export const TOLERANCE = 1e-4;

/** How a reader of a file compares with TensorFlow.js. */
export interface Comparison {
  version: string;
  /** The largest difference of a probability. */
  difference: number;
}

/**
 * Has an exported file run on images, all at once and the first one alone, and compares.
 *
 * @param reader
 * @param options.file of the exported model
 * @param options.expected TensorFlow.js' probabilities, `[n, classes]`
 * @throws ExpectationError if there are not as many numbers as TensorFlow.js gives
 * @example const { difference } = await compareReadings(keras, { task: 'run_keras', file, images, expected });
 */
export async function compareReadings(
  reader: Pick<Contender, 'name' | 'ask'>,
  {
    task,
    file,
    images: { pixels, shape },
    expected,
  }: { task: string; file: string; images: CheckImages; expected: readonly (readonly number[])[] },
): Promise<Comparison> {
  const [count, ...image] = shape;
  let difference = 0;
  let version = '';
  for (const n of [count, 1]) {
    const own = Array.from(pixels.subarray(0, (n * pixels.length) / count));
    const reading = await reader.ask({ task, file, pixels: own, shape: [n, ...image] }, READING);
    ({ version } = reading);
    difference = Math.max(difference, largestDifference(reading.probabilities, expected.slice(0, n)));
  }
  return { version, difference };
}

/**
 * The largest difference of two tables of numbers.
 *
 * @throws ExpectationError if they are not of the same size
 * @example largestDifference([[0.5, 0.5]], [[0.4, 0.6]]) // 0.1
 */
export function largestDifference(
  found: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): number {
  const size = (table: readonly (readonly number[])[]) =>
    `${table.length} x ${table.map(({ length }) => length).join(', ')}`;
  if (size(found) !== size(expected))
    throw expectation('the probabilities of the exported model', {
      expectation: `${expected.length} x ${expected[0].length} numbers`,
      found: `${found.length} x ${found[0]?.length ?? 0}`,
    });
  const differences = found.flatMap((row, i) => row.map((value, j) => Math.abs(value - expected[i][j])));
  // NaN, of which JSON makes null, is no number that the schema lets through.
  return Math.max(...differences);
}
