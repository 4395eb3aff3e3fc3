import { tf } from '../tensorflow';
import { storedType } from '../native/bfloat16';
import { scalarHandle, vectorHandle } from '../native/constants';
import { feedVector } from '../native/trace';
import { attribute, castHandle, DataType, release } from '../native/binding';
import { executeNative, toTensor } from '../native/native-op';
import { addKernel, patchGradient, type Undo } from '../native/patch';
import { runKernel } from './call';

const NAME = 'DropoutTraining';

/** Position in the stream of dropout masks and noise. */
export interface DropoutState {
  seed: number;
  /** Masks and noise tensors drawn so far. Each layer draws one per step. */
  drawn: number;
}

/**
 * Native, seeded dropout. Masks come from TensorFlow's counter-based generator (Philox, Salmon et
 * al. 2011), keyed by seed and mask number, so they are reproducible and can be resumed at any
 * point. The stock layer draws its numbers one by one in JavaScript.
 */
export function addDropoutKernel(state: DropoutState): Undo[] {
  return [
    addKernel(NAME, ({ inputs, attrs }) => {
      const { x } = inputs as Record<string, tf.TensorInfo>;
      const { rate } = attrs as unknown as { rate: number };
      const type = storedType(x);
      const mask = drawMask(x.shape, { rate, type, state });
      const [y] = executeNative('Mul', [attribute.type('T', type)], [{ tensor: x, as: type }, mask.id]);
      return [toTensor(y), toTensor(mask)];
    }),
    patchGradient({
      kernelName: NAME,
      outputsToSave: [false, true],
      gradFunc: (dys, [mask]) => ({
        x: () => {
          const [dy] = dys as tf.Tensor[];
          const type = storedType(mask);
          const operands = [dy, mask].map((tensor) => ({ tensor, as: type }));
          return toTensor(executeNative('Mul', [attribute.type('T', type)], operands)[0]);
        },
      }),
    }),
  ];
}

/**
 * Zeroes the fraction `rate` of the elements of `x` and scales the others up so that the mean is
 * preserved.
 */
export function dropout(x: tf.Tensor, rate: number): tf.Tensor {
  return runKernel<tf.Tensor[]>(NAME, { x }, { rate })[0];
}

/**
 * Returns the handle of the stream's next key. A graph gets a new key at each run. The caller owns
 * the handle.
 */
export function nextKey(state: DropoutState): number {
  return feedVector(() => Int32Array.of(state.seed, state.drawn++));
}

interface Mask {
  rate: number;
  type: DataType;
  /** Position in the stream; drawing advances it by one mask. */
  state: DropoutState;
}

/**
 * Draws a tensor of 0 (dropped) and 1 / (1 - rate) (kept). If the rate is a multiple of 1/256, one
 * random byte per element is enough.
 */
function drawMask(shape: number[], { rate, type, state }: Mask) {
  const size = tf.util.sizeFromShape(shape);
  const [bits, word] = Number.isInteger(rate * 256) ? [8, DataType.uint8] : [16, DataType.uint16];
  const perInteger = 32 / bits;
  const threshold = Math.min(Math.round(rate * 2 ** bits), 2 ** bits - 1);
  const integers = Math.ceil(size / perInteger);
  const handles: number[] = [];
  const run = (name: string, ...args: [Parameters<typeof executeNative>[1], number[]]) => {
    const [output] = executeNative(name, ...args);
    handles.push(output.id);
    return output.id;
  };
  const key = nextKey(state);
  handles.push(key);
  const random = run(
    'StatelessRandomUniformFullInt',
    [
      attribute.type('dtype', DataType.int32),
      attribute.type('T', DataType.int32),
      attribute.type('Tseed', DataType.int32),
    ],
    [vectorHandle([integers]), key],
  );
  let words = run('Bitcast', [attribute.type('T', DataType.int32), attribute.type('type', word)], [random]);
  const reshape = [attribute.type('T', word), attribute.type('Tshape', DataType.int32)];
  if (integers * perInteger > size) {
    const flat = run('Reshape', reshape, [words, vectorHandle([integers * perInteger])]);
    words = run(
      'Slice',
      [attribute.type('T', word), attribute.type('Index', DataType.int32)],
      [flat, vectorHandle([0]), vectorHandle([size])],
    );
  }
  const shaped = run('Reshape', reshape, [words, vectorHandle(shape)]);
  const keep = run('GreaterEqual', [attribute.type('T', word)], [shaped, scalarHandle(threshold, word)]);
  const ones = castHandle(keep, DataType.bool, type);
  handles.push(ones);
  const scale = scalarHandle(2 ** bits / (2 ** bits - threshold), type);
  const [mask] = executeNative('Mul', [attribute.type('T', type)], [ones, scale]);
  release(...handles);
  return mask;
}
