import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { tf } from '../../../src/lib/engine';
import {
  im2colGradient,
  interleavedGradient,
  chooseMethod,
} from '../../../src/lib/engine/kernels/filter-gradient';
import { feedsEveryPhase, safeOutputWidth } from '../../../src/lib/engine/kernels/safe-output-width';
import { attribute, DataType } from '../../../src/lib/engine/native/binding';
import { releaseConstants } from '../../../src/lib/engine/native/constants';
import { PRECISIONS, compareWithStock, relativeError } from '../compare';

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

const STRIDED: Case[] = [
  { batch: 2, height: 6, width: 6, channels: 8, filters: 16, kernel: 3, stride: 1 },
  { batch: 3, height: 12, width: 12, channels: 4, filters: 6, kernel: 3, stride: 2 },
  // Odd sizes: the last pixels meet nothing, or the padding is larger after than before.
  { batch: 1, height: 9, width: 11, channels: 3, filters: 5, kernel: 2, stride: 2 },
  { batch: 2, height: 13, width: 8, channels: 1, filters: 2, kernel: 5, stride: 3 },
  // The stride is greater than the filter: pixels between are never seen.
  { batch: 2, height: 11, width: 10, channels: 3, filters: 4, kernel: 2, stride: 4 },
];

const NEIGHBOURS: Case[] = [
  { batch: 32, height: 6, width: 6, channels: 3, filters: 4, kernel: 3, stride: 1 },
  { batch: 6, height: 5, width: 4, channels: 2, filters: 3, kernel: 5, stride: 1 },
  // 3 x 64 columns.
  { batch: 128, height: 3, width: 3, channels: 2, filters: 3, kernel: 3, stride: 1 },
  // Nothing divides the batch but itself and 1.
  { batch: 37, height: 4, width: 4, channels: 2, filters: 3, kernel: 3, stride: 1 },
  { batch: 1, height: 4, width: 4, channels: 2, filters: 3, kernel: 3, stride: 1 },
];

/** Shapes of which oneDNN would read more than it wrote. */
const UNSAFE: Case[] = [
  { batch: 2, height: 4, width: 91, channels: 3, filters: 4, kernel: 3, stride: 1 },
  { batch: 1, height: 5, width: 31, channels: 16, filters: 16, kernel: 2, stride: 1 },
  { batch: 2, height: 7, width: 125, channels: 4, filters: 5, kernel: 5, stride: 2 },
  // A phase of the stride that only padding meets.
  { batch: 3, height: 1, width: 1, channels: 8, filters: 6, kernel: 3, stride: 2 },
  { batch: 2, height: 6, width: 2, channels: 4, filters: 4, kernel: 5, stride: 3 },
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

/** How far the gradient computed in another way is from the convolution's own. */
function errorOf(
  size: Case,
  pad: 'same' | 'valid',
  way: (operands: { x: tf.Tensor; dy: tf.Tensor }, sizes: ReturnType<typeof sizesOf>) => tf.Tensor,
): number {
  return tf.tidy(() => {
    const sizes = sizesOf(size, pad);
    const x = random(sizes.inShape, 1) as tf.Tensor4D;
    const dy = random(sizes.outShape, 2) as tf.Tensor4D;
    const filter = tf.zeros<tf.Rank.R4>(sizes.filterShape);
    const expected = tf.grad((w) => tf.conv2d(x, w as tf.Tensor4D, size.stride, pad))(filter, dy);
    const found = way({ x, dy }, sizes);
    assert.deepEqual(found.shape, sizes.filterShape);
    return relativeError(found.dataSync(), expected.dataSync());
  });
}

describe('the gradient of a filter', () => {
  const tensors = tf.memory().numTensors;
  after(() => {
    releaseConstants();
    assert.equal(tf.memory().numTensors, tensors, 'the comparisons leaked tensors');
  });

  for (const pad of ['same', 'valid'] as const) {
    for (const size of STRIDED) {
      it(`as a product of matrices is the same: ${JSON.stringify(size)}, ${pad}`, () => {
        const error = errorOf(size, pad, (operands, sizes) =>
          im2colGradient(operands, { sizes, type: DataType.float32 }),
        );
        assert.ok(error < 1e-5, `error ${error}`);
      });
    }
  }

  for (const pad of ['same', 'valid'] as const)
    for (const size of NEIGHBOURS) {
      if (pad === 'valid' && Math.min(size.height, size.width) < size.kernel) continue;
      it(`of interleaved images is the same: ${JSON.stringify(size)}, ${pad}`, () => {
        const attributes = [
          attribute.type('T', DataType.float32),
          attribute.int('strides', [1, 1, 1, 1]),
          attribute.string('padding', pad.toUpperCase()),
          attribute.string('data_format', 'NHWC'),
        ];
        const error = errorOf(size, pad, (operands, sizes) =>
          interleavedGradient(operands, { sizes, attributes, type: DataType.float32 }),
        );
        assert.ok(error < 1e-5, `error ${error}`);
      });
    }

  it('is asked of oneDNN for widths only at which it reads what it wrote', () => {
    const widen = (outWidth: number, effectiveFilterWidth = 3, strideWidth = 1) =>
      safeOutputWidth({ outWidth, effectiveFilterWidth, strideWidth });
    // Found by filling fresh memory with what is not a number: 3x3 filters of stride 1 fail at
    // these widths.
    const failing = [61, 62, 91, 92, 93, 94, 121, 126, 151, 158, 181, 190];
    for (const width of failing) assert.ok(widen(width) > width, `${width}`);
    for (const width of [1, 6, 12, 24, 48, 60, 63, 90, 95, 96, 120, 127, 208])
      assert.equal(widen(width), width);
    assert.equal(widen(91), 95);
    assert.equal(widen(31, 2), 32);
    assert.equal(widen(62, 5, 2), 63);
    assert.equal(widen(31, 4, 2), 32);
    // 16 images of 12 columns and 32 of 6, interleaved, with a filter of three columns.
    assert.equal(widen(192, 2 * 16 + 1), 192);
    assert.equal(widen(192, 2 * 32 + 1), 192);
    const feeds = (width: number, kernel: number, stride: number) =>
      feedsEveryPhase(
        sizesOf({ batch: 1, height: 4, width, channels: 1, filters: 1, kernel, stride }, 'same'),
      );
    assert.equal(feeds(1, 3, 2), false);
    assert.equal(feeds(2, 3, 3), false);
    assert.equal(feeds(2, 3, 2), true);
    assert.equal(feeds(1, 1, 2), true);
  });

  for (const precision of PRECISIONS)
    for (const size of UNSAFE)
      it(`agrees with stock tfjs-node where zeros are added for oneDNN: ${JSON.stringify(size)}, ${precision}`, () => {
        const { batch, height, width, channels, filters, kernel, stride } = size;
        const inputs = [
          random([batch, height, width, channels], 3),
          random([kernel, kernel, channels, filters], 4),
        ];
        for (const pad of ['same', 'valid'] as const) {
          if (pad === 'valid' && Math.min(height, width) < kernel) continue;
          const { gradient } = compareWithStock(
            (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad),
            { inputs, precision },
          );
          assert.ok(gradient < (precision === 'float32' ? 1e-4 : 2e-2), `${pad}: gradient error ${gradient}`);
        }
        tf.dispose(inputs);
      });

  it('is computed in bfloat16 in the way that is the fastest for the sizes', () => {
    const wide = { batch: 16, height: 6, width: 6, channels: 128, filters: 128, kernel: 3, stride: 1 };
    const decide = (change: Partial<Case>, pad: 'same' | 'valid' = 'same') =>
      chooseMethod(sizesOf({ ...wide, ...change }, pad), DataType.bfloat16);
    assert.equal(decide({}), 'interleave');
    assert.equal(decide({}, 'valid'), 'interleave');
    assert.equal(decide({ channels: 48 }), 'interleave');
    assert.equal(decide({ width: 24 }), 'direct');
    assert.equal(decide({ channels: 32 }), 'direct');
    assert.equal(decide({ channels: 64, filters: 64 }), 'direct');
    assert.equal(decide({ kernel: 2 }), 'direct');
    assert.equal(decide({ kernel: 1 }), 'direct');
    assert.equal(decide({ filters: 192, stride: 2 }), 'im2col');
    assert.equal(decide({ stride: 2 }), 'direct');
    assert.equal(chooseMethod(sizesOf(wide, 'same'), DataType.float32), 'direct');
  });

  for (const precision of PRECISIONS) {
    it(`agrees with stock tfjs-node where fast training takes another way, ${precision}`, () => {
      for (const stride of [1, 2]) {
        const inputs = [random([6, 8, 7, 128], 3), random([3, 3, 128, 256], 4)];
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
