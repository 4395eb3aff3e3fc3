import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/index';
import { filterGradient, isProductFaster } from '../../src/lib/engine/kernels/filter-gradient';
import { DataType } from '../../src/lib/engine/native-op';
import { releaseConstants } from '../../src/lib/engine/constants';
import { PRECISIONS, compareWithStock, relativeError } from './compare';

/** A convolution to take the filter's gradient of. */
interface Case {
  batch: number;
  height: number;
  width: number;
  channels: number;
  filters: number;
  kernel: number;
  stride: number;
}

const CASES: Case[] = [
  { batch: 2, height: 6, width: 6, channels: 8, filters: 16, kernel: 3, stride: 1 },
  { batch: 3, height: 12, width: 12, channels: 4, filters: 6, kernel: 3, stride: 2 },
  // Odd sizes: the last pixels meet nothing, or the padding is larger after than before.
  { batch: 1, height: 9, width: 11, channels: 3, filters: 5, kernel: 2, stride: 2 },
  { batch: 2, height: 13, width: 8, channels: 1, filters: 2, kernel: 5, stride: 3 },
  // The stride is greater than the filter: pixels between are never seen.
  { batch: 2, height: 11, width: 10, channels: 3, filters: 4, kernel: 2, stride: 4 },
];

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);

function sizesOf({ batch, height, width, channels, filters, kernel, stride }: Case, pad: 'same' | 'valid') {
  return tf.backend_util.computeConv2DInfo(
    [batch, height, width, channels],
    [kernel, kernel, channels, filters],
    stride,
    1,
    pad,
  );
}

describe('the gradient of a filter as a product of matrices', () => {
  const tensors = tf.memory().numTensors;
  after(() => {
    releaseConstants();
    assert.equal(tf.memory().numTensors, tensors, 'the comparisons leaked tensors');
  });

  for (const pad of ['same', 'valid'] as const) {
    for (const size of CASES) {
      it(`is the convolution's own: ${JSON.stringify(size)}, ${pad}`, () => {
        tf.tidy(() => {
          const sizes = sizesOf(size, pad);
          const x = random(sizes.inShape, 1) as tf.Tensor4D;
          const dy = random(sizes.outShape, 2) as tf.Tensor4D;
          const filter = tf.zeros<tf.Rank.R4>(sizes.filterShape);
          const expected = tf.grad((w) => tf.conv2d(x, w as tf.Tensor4D, size.stride, pad))(filter, dy);
          const found = filterGradient({ x, dy }, { sizes, type: DataType.float32 });
          assert.deepEqual(found.shape, sizes.filterShape);
          assert.ok(relativeError(found.dataSync(), expected.dataSync()) < 1e-5);
        });
      });
    }
  }

  it('is what fast training takes in bfloat16 for many filters over few places, and for those that skip some', () => {
    const wide = { batch: 1, height: 6, width: 6, channels: 8, filters: 256, kernel: 3, stride: 1 };
    const decide = (change: Partial<Case>, type: DataType = DataType.bfloat16) =>
      isProductFaster(sizesOf({ ...wide, ...change }, 'same'), type);
    assert.equal(decide({}), true);
    assert.equal(decide({ height: 24, width: 24, stride: 2 }), true);
    assert.equal(decide({ height: 12, width: 12 }), false);
    assert.equal(decide({ filters: 128 }), false);
    assert.equal(decide({ kernel: 1 }), false);
    assert.equal(decide({}, DataType.float32), false);
  });

  for (const precision of PRECISIONS) {
    it(`agrees with stock tfjs-node where fast training takes it, ${precision}`, () => {
      for (const stride of [1, 2]) {
        const inputs = [random([2, 8, 7, 4], 3), random([3, 3, 4, 256], 4)];
        const { gradient } = compareWithStock(
          (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 'same'),
          { inputs, precision },
        );
        assert.ok(gradient < (precision === 'float32' ? 1e-4 : 2e-2), `gradient error ${gradient}`);
        tf.dispose(inputs);
      }
    });
  }
});
