// A program for poison.test.ts: runs kernels on the same numbers each time and prints a hash of
// what each gives, as JSON. kernels.ts <geometry | batches | networks> <precision>
import { createHash } from 'node:crypto';
import { createModel, Muon, tf, useFastTraining, type Precision } from '../../../src/lib/index';

const [part, precision] = process.argv.slice(2);
const PARTS: Readonly<Record<string, () => void | Promise<void>>> = { geometry, batches, networks };

/** Case by case: the hash of its result, and how many numbers of it are not finite. */
const results: Record<string, string> = {};

/** A convolution and what it is taken of. */
interface Convolution {
  batch: number;
  height: number;
  width: number;
  channels: number;
  filters: number;
  kernel: number;
  stride: number;
  pad: 'same' | 'valid';
}

/**
 * The same numbers for every case, from -1 to 1; made once, since TensorFlow's generator would take
 * most of the time.
 */
let pool: tf.Tensor1D | undefined;

function numbers(shape: number[]): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  if (!pool || pool.size < size) pool = tf.keep(tf.randomUniform<tf.Rank.R1>([size], -1, 1, 'float32', 1));
  return tf.reshape(tf.slice(pool, 0, size), shape);
}

function note(name: string, tensors: readonly tf.Tensor[]): void {
  const hash = createHash('sha256');
  let wrong = 0;
  for (const tensor of tensors) {
    const values = tensor.dataSync<'float32'>();
    for (const value of values) if (!Number.isFinite(value)) wrong++;
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  results[name] = `${hash.digest('hex').slice(0, 16)}${wrong > 0 ? ` ${wrong} not finite` : ''}`;
}

/** The three products of a convolution: its output and both gradients. */
function convolve({ batch, height, width, channels, filters, kernel, stride, pad }: Convolution): void {
  const name = `${batch} of ${height}x${width}x${channels}, ${filters} filters of ${kernel}, stride ${stride}, ${pad}`;
  tf.tidy(() => {
    const x = numbers([batch, height, width, channels]) as tf.Tensor4D;
    const w = numbers([kernel, kernel, channels, filters]) as tf.Tensor4D;
    const convolution = (x: tf.Tensor, w: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad);
    const y = convolution(x, w);
    const gradients = tf.grads(convolution)([x, w], numbers(y.shape));
    note(name, [y, ...gradients]);
  });
}

/**
 * Widths up to four tiles and a bit, each with kernels and strides that reach differently far into
 * the next tile.
 */
function geometry(): void {
  const strides = precision === 'bfloat16' ? [1, 2, 3] : [2];
  for (const kernel of [1, 2, 3, 5])
    for (const stride of strides)
      for (const pad of ['same', 'valid'] as const)
        for (let width = pad === 'valid' ? kernel : 1; width <= 132; width++) {
          const size = { batch: 1, height: kernel, width, channels: 16, filters: 16, kernel, stride, pad };
          convolve(size);
        }
  convolve({
    ...{ batch: 2, height: 91, width: 91, channels: 3, filters: 24 },
    kernel: 3,
    stride: 1,
    pad: 'same',
  });
}

/** The convolutions of the project's networks, most with fewer rows, at every batch size. */
function batches(): void {
  const sizes = [
    { height: 2, width: 48, channels: 1, filters: 32, kernel: 3, stride: 1 },
    { height: 2, width: 24, channels: 48, filters: 48, kernel: 3, stride: 1 },
    { height: 2, width: 24, channels: 48, filters: 128, kernel: 3, stride: 2 },
    { height: 12, width: 12, channels: 128, filters: 128, kernel: 3, stride: 1 },
    { height: 2, width: 12, channels: 128, filters: 192, kernel: 3, stride: 2 },
    { height: 2, width: 6, channels: 192, filters: 192, kernel: 3, stride: 1 },
    { height: 1, width: 12, channels: 48, filters: 128, kernel: 1, stride: 2 },
  ];
  // Only bfloat16 puts images side by side, so that each batch size is another shape.
  const step = precision === 'bfloat16' ? 1 : 9;
  for (const size of sizes)
    for (let batch = 1; batch <= 130; batch += step) convolve({ batch, ...size, pad: 'same' });
}

/** Whole training steps and predictions; `medium` has nothing that `large` has not. */
async function networks(): Promise<void> {
  for (const architecture of ['compact', 'large', 'classic'] as const) {
    const model = createModel({ architecture, seed: 1 });
    const optimizer = architecture === 'classic' ? tf.train.adam(1e-3) : new Muon({ learningRate: 1e-3 });
    model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    for (const batch of [1, 7, 28]) {
      const x = tf.tidy(() => tf.mul(tf.abs(numbers([batch, 48, 48, 1])), 255));
      const labels = Array.from({ length: batch }, (_, i) => i % 7);
      const y = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 7), 'float32'));
      const scores = await model.trainOnBatch(x, y);
      const prediction = model.predict(x) as tf.Tensor;
      const loss = tf.tensor1d(scores as number[]);
      note(`${architecture}, batch of ${batch}`, [loss, prediction, ...model.getWeights()]);
      tf.dispose([x, y, prediction, loss]);
    }
    model.dispose();
  }
}

async function main(): Promise<void> {
  const undo = useFastTraining({ precision: precision as Precision, seed: 1 });
  await PARTS[part]();
  undo();
  process.stdout.write(JSON.stringify(results));
}

void main();
