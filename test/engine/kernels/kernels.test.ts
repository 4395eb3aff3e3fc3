import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { tf, useFastTraining, type Precision } from '../../../src/lib/engine';
import { PRECISIONS, compareWithStock, relativeError, valueAndGradients, withFastTraining } from '../compare';

/** What issue-wide accuracy asks: relative errors against stock tfjs-node. */
const LIMITS: Record<Precision, { forward: number; gradient: number }> = {
  float32: { forward: 1e-5, gradient: 1e-4 },
  bfloat16: { forward: 2e-2, gradient: 2e-2 },
};

let seed = 1;
const random = (...shape: number[]) => tf.randomNormal(shape, 0, 1, 'float32', seed++);

function assertAgrees(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], precision: Precision) {
  const { forward, gradient } = compareWithStock(f, { inputs, precision });
  const at = `${precision} at ${inputs.map(({ shape }) => `[${shape.join()}]`).join(' ')}`;
  assert.ok(forward < LIMITS[precision].forward, `forward error ${forward} in ${at}`);
  assert.ok(gradient < LIMITS[precision].gradient, `gradient error ${gradient} in ${at}`);
  inputs.forEach((input) => input.dispose());
}

describe('the kernels of fast training agree with stock tfjs-node', () => {
  const tensors = tf.memory().numTensors;
  after(() => assert.equal(tf.memory().numTensors, tensors, 'the comparisons leaked tensors'));

  const CONVOLUTIONS = [
    // batch, height, width, channels, filters, kernel, stride
    [1, 1, 1, 1, 1, 1, 1],
    [1, 7, 5, 1, 3, 3, 1],
    [3, 9, 11, 4, 1, 5, 2],
    [2, 12, 12, 8, 16, 3, 1],
    [5, 13, 6, 3, 7, 2, 3],
  ];
  for (const precision of PRECISIONS) {
    it(`convolution, ${precision}`, () => {
      for (const [batch, height, width, channels, filters, size, stride] of CONVOLUTIONS) {
        for (const pad of size > 1 ? (['same', 'valid'] as const) : (['same'] as const)) {
          assertAgrees(
            (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad),
            [random(batch, height, width, channels), random(size, size, channels, filters)],
            precision,
          );
        }
      }
    });

    it(`fused convolution with bias and ReLU, ${precision}`, () => {
      assertAgrees(
        (x, filter, bias) =>
          tf.fused.conv2d({
            x: x as tf.Tensor4D,
            filter: filter as tf.Tensor4D,
            bias,
            strides: 1,
            pad: 'same',
            activation: 'linear',
          }),
        [random(3, 7, 5, 3), random(3, 3, 3, 6), random(6)],
        precision,
      );
      const [x, filter, bias] = [random(3, 7, 5, 3), random(3, 3, 3, 6), random(6)];
      const run = () =>
        tf.tidy(() =>
          tf.fused
            .conv2d({
              x: x as tf.Tensor4D,
              filter: filter as tf.Tensor4D,
              bias,
              strides: 1,
              pad: 'same',
              activation: 'relu',
            })
            .dataSync(),
        );
      const stock = run();
      assert.ok(relativeError(withFastTraining(precision, run), stock) < LIMITS[precision].forward);
      tf.dispose([x, filter, bias]);
    });

    it(`max pool after a convolution, with and without overlap and padding, ${precision}`, () => {
      // In bfloat16 the convolution rounds, so that other inputs may win: the pool is compared on
      // values that bfloat16 holds exactly (a 1x1 convolution by 1).
      const one = tf.ones<tf.Rank.R4>([1, 1, 1, 1]);
      for (const [size, stride, pad] of [
        [2, 2, 'valid'],
        [3, 2, 'same'],
        [3, 1, 'valid'],
        [2, 2, 'same'],
      ] as const) {
        const x = tf.tidy(() => tf.round(tf.mul(random(2, 9, 7, 1), 20)));
        assertAgrees(
          (x) => tf.maxPool(tf.conv2d(x as tf.Tensor4D, one, 1, 'same'), size, stride, pad),
          [x],
          precision,
        );
      }
      one.dispose();
    });

    it(`ReLU after a convolution, also where it meets zero, ${precision}`, () => {
      const one = tf.ones<tf.Rank.R4>([1, 1, 1, 1]);
      const x = tf.tidy(() => tf.round(random(4, 5, 3, 1)));
      assertAgrees((x) => tf.relu(tf.conv2d(x as tf.Tensor4D, one, 1, 'same')), [x], precision);
      one.dispose();
    });

    it(`a residual block ending in a mean, ${precision}`, () => {
      assertAgrees(
        (x, a, b) => {
          const inner = tf.conv2d(x as tf.Tensor4D, a as tf.Tensor4D, 1, 'same');
          const outer = tf.conv2d(x as tf.Tensor4D, b as tf.Tensor4D, 1, 'same');
          return tf.mean(tf.reshape(tf.add(inner, outer), [-1, 35, 8]), 1);
        },
        [random(3, 7, 5, 4), random(3, 3, 4, 8), random(1, 1, 4, 8)],
        precision,
      );
    });
  }

  for (const precision of PRECISIONS) {
    it(`squeeze and excitation, an average pool and a shortcut, ${precision}`, () => {
      assertAgrees(
        (x, a, w) => {
          const inner = tf.conv2d(x as tf.Tensor4D, a as tf.Tensor4D, 1, 'same');
          const squeezed = tf.mean(inner, [1, 2]);
          const weights = tf.reshape(tf.sigmoid(tf.matMul(squeezed, w)), [-1, 1, 1, 8]);
          return tf.avgPool(tf.add<tf.Tensor4D>(tf.mul(inner, weights), inner), 2, 2, 'same');
        },
        [random(3, 7, 5, 4), random(3, 3, 4, 8), random(8, 8)],
        precision,
      );
    });
  }

  it('products of matrices, transposed or not, of vectors and of stacks', () => {
    for (const [a, b, transposeA, transposeB] of [
      [[3, 4], [4, 5], false, false],
      [[4, 3], [4, 5], true, false],
      [[3, 4], [5, 4], false, true],
      [[4, 3], [5, 4], true, true],
      [[1, 1], [1, 1], false, false],
      [[2, 3, 4], [2, 4, 5], false, false],
    ] as [number[], number[], boolean, boolean][]) {
      const product = (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, transposeA, transposeB);
      assertAgrees(product, [random(...a), random(...b)], 'float32');
    }
  });

  it('means over any axes', () => {
    for (const axes of [0, [1, 2], [-1], [0, 1, 2, 3]]) {
      assertAgrees((x) => tf.mul(tf.mean(x, axes, true), x), [random(2, 3, 5, 4)], 'float32');
    }
  });

  it('normalization by running statistics', () => {
    assertAgrees(
      (x, mean, scale, offset) =>
        tf.batchNorm(
          x as tf.Tensor4D,
          mean as tf.Tensor1D,
          tf.tensor1d([1, 2, 3]),
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
        ),
      [random(2, 5, 3, 3), random(3), random(3), random(3)],
      'float32',
    );
  });
});

describe('fast training leaves to stock tfjs-node', () => {
  it('dilated and integer work, and second derivatives', () => {
    assertAgrees(
      (x) => {
        const filter = tf.ones<tf.Rank.R4>([3, 3, 2, 2]);
        return tf.mul(x, tf.sum(tf.conv2d(tf.ones<tf.Rank.R4>([1, 9, 9, 2]), filter, 1, 'valid', 'NHWC', 2)));
      },
      [random(3)],
      'float32',
    );
    const integers = () => tf.tidy(() => tf.relu(tf.tensor1d([-2, 3], 'int32')).dataSync());
    assert.deepEqual(withFastTraining('bfloat16', integers), integers());
    assertAgrees((x) => tf.grad((x) => tf.mul(tf.relu(x), tf.square(x)))(x), [random(20)], 'float32');
  });

  it('other backends, whose gradients stay right', async () => {
    const inputs = [tf.tensor1d([-1, 0, 2, 3])];
    const expected = valueAndGradients((x) => tf.relu(x), inputs);
    const values = Array.from(await inputs[0].data());
    const found = await (async () => {
      const fast = useFastTraining({ precision: 'float32' });
      await tf.setBackend('cpu');
      try {
        const x = tf.tensor1d(values);
        const results = valueAndGradients((x) => tf.relu(x), [x]);
        x.dispose();
        return results;
      } finally {
        await tf.setBackend('tensorflow');
        fast();
      }
    })();
    assert.ok(relativeError(found[0], expected[0]) < 1e-6);
    assert.ok(relativeError(found[1], expected[1]) < 1e-5);
    tf.dispose(inputs);
  });
});
