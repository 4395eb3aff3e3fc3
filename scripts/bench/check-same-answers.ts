import { list, number, object } from '../../src/lib/json/index';
import type { Pool } from './pool';

/** How far probabilities may be from this project's in float32, by the participant's precision. */
export const TOLERANCES = {
  // float32 sums in another order.
  float32: 1e-4,
  // bfloat16 has 8 significant bits: a layer rounds its values by up to 1/512 of them. As much as
  // test/engine/prediction.test.ts allows this project; about three times what is found.
  bfloat16: 2e-2,
};

const IMAGES = object({ pixels: list(number(), { from: 1 }) });
const ANSWERS = object({ probabilities: list(list(number())) });

/**
 * Writes the shipped model into a file for those who read it, and refuses a participant whose answers
 * differ from this project's in float32 on drawn faces and noise: then its model would be another.
 *
 * @param options.file where the model goes
 * @param options.precisionOf a participant such as `openvino:bfloat16`
 * @throws when answers differ
 * @example await checkSameAnswers(['auto', 'onnxruntime'], { pool, file: 'model.onnx', precisionOf });
 */
export async function checkSameAnswers(
  participants: readonly string[],
  {
    pool,
    file,
    precisionOf,
  }: {
    pool: Pick<Pool, 'ask'>;
    file: string;
    precisionOf: (participant: string) => keyof typeof TOLERANCES;
  },
): Promise<void> {
  const { pixels } = await pool.ask('float32', { task: 'exportShipped', file }, IMAGES);
  const classify = async (participant: string) => {
    const [name, way] = participant.split(':');
    const command = { task: 'classify', file, pixels, ...(way && { way }) };
    return (await pool.ask(name, command, ANSWERS)).probabilities;
  };
  const expected = await classify('float32');
  for (const participant of participants) {
    const found = await classify(participant);
    const tolerance = TOLERANCES[precisionOf(participant)];
    const distances = expected.map((row, i) => distance(row, found[i] ?? []));
    const worst = found.length === expected.length ? Math.max(...distances) : Infinity;
    if (!(worst <= tolerance))
      throw new Error(
        `Expected ${participant} to give the shipped model's probabilities within ${tolerance} but found that they differ by ${worst}.`,
      );
  }
}

/** The largest difference of two lists of numbers, which have to be of one length. */
const distance = (expected: readonly number[], found: readonly number[]) =>
  found.length === expected.length
    ? Math.max(...expected.map((value, i) => Math.abs(value - found[i])))
    : Infinity;
