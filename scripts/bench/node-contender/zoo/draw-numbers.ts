import { type Random, tf } from '../../../../src/lib/index';
import type { Numbers } from './zoo-model';

/**
 * A float32 tensor of random numbers: the same for the same state of `random`.
 *
 * @param shape `[rows, ..., n]`; of `one-hot` each vector of n has one 1
 * @example const y = drawNumbers([32, 10], { numbers: 'one-hot', random: createRandom(1) });
 */
export function drawNumbers(
  shape: readonly number[],
  { numbers, random }: { numbers: Numbers; random: Random },
): tf.Tensor {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const last = shape[shape.length - 1];
  if (numbers === 'one-hot') {
    for (let begin = 0; begin < values.length; begin += last) values[begin + random.integer(last)] = 1;
  } else if (typeof numbers === 'object') {
    const { below, isPadded = false } = numbers;
    for (let begin = 0; begin < values.length; begin += last) {
      const length = isPadded ? 1 + random.integer(last) : last;
      // 0 is what a row is padded with.
      for (let i = 0; i < length; i++)
        values[begin + i] = isPadded ? 1 + random.integer(below - 1) : random.integer(below);
    }
  } else {
    const draw = {
      normal: () => random.normal(),
      unit: () => random.next(),
      bits: () => random.integer(2),
    }[numbers];
    for (let i = 0; i < values.length; i++) values[i] = draw();
  }
  return tf.tensor(values, [...shape]);
}
