import { vectorHandle } from '../native/constants';
import { nextKey, type DropoutState } from './dropout';
import { attribute, DataType, release } from '../native/binding';
import { executeNative, toTensor } from '../native/native-op';
import type { Undo } from '../native/patch';
import { tf } from '../tensorflow';

let stream: DropoutState | undefined;

/** Makes noise layers draw from the stream of dropout masks, until undone. */
export function openNoise(state: DropoutState): Undo {
  stream = state;
  return () => {
    stream = undefined;
  };
}

const ATTRIBUTES = [
  attribute.type('dtype', DataType.float32),
  attribute.type('T', DataType.int32),
  attribute.type('Tseed', DataType.int32),
];

/**
 * Draws float32 numbers from the engine's stream. A graph gets new ones at each run. The stock
 * layers draw theirs in JavaScript.
 */
function draw(shape: readonly number[], op: 'StatelessRandomNormal' | 'StatelessRandomUniform'): tf.Tensor {
  const key = nextKey(stream!);
  const [numbers] = executeNative(op, ATTRIBUTES, [vectorHandle(shape), key]);
  release(key);
  return toTensor(numbers);
}

/** Adds normal noise with mean 0. */
export function gaussianNoise(x: tf.Tensor, deviation: number): tf.Tensor {
  return tf.add(x, tf.mul(draw(x.shape, 'StatelessRandomNormal'), deviation));
}

/**
 * Multiplies by normal noise with mean 1 and the variance of a dropout with this rate (0 to 1, both
 * excluded).
 */
export function gaussianDropout(x: tf.Tensor, rate: number): tf.Tensor {
  const noise = tf.mul(draw(x.shape, 'StatelessRandomNormal'), Math.sqrt(rate / (1 - rate)));
  return tf.mul(x, tf.add(noise, 1));
}

/** SELU's limit for large negative inputs. */
const DROPPED = -1.6732632423543772 * 1.0507009873554805;

/**
 * Drops the fraction `rate` (0 to 1, both excluded), then shifts and scales the result. Klambauer
 * et al. 2017, arXiv:1706.02515, except that dropped values get the opposite sign: this is what
 * tfjs does, and a model has to be the same with and without fast training.
 */
export function alphaDropout(x: tf.Tensor, rate: number): tf.Tensor {
  const kept = tf.cast(tf.greaterEqual(draw(x.shape, 'StatelessRandomUniform'), rate), 'float32');
  const scale = ((1 - rate) * (1 + rate * DROPPED ** 2)) ** -0.5;
  const y = tf.add(tf.mul(x, kept), tf.mul(tf.sub(kept, 1), DROPPED));
  return tf.add(tf.mul(y, scale), -scale * DROPPED * rate);
}
