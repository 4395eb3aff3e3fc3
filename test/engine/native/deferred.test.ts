import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf, useFastTraining } from '../../../src/lib/engine';
import { addBias } from '../../../src/lib/engine/kernels/bias';
import { normalizeByBatch } from '../../../src/lib/engine/kernels/batch-normalization';
import { PRECISIONS, relativeError, withFastTraining } from '../compare';

const native = (tf.backend() as unknown as { binding: { getNumOfTensors(): number } }).binding;
const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);

/**
 * Values and gradients of fast ops against the same written in stock ones, which tfjs
 * differentiates itself.
 */
function assertSame(
  [fast, stock]: [(...inputs: tf.Tensor[]) => tf.Tensor, (...inputs: tf.Tensor[]) => tf.Tensor],
  inputs: tf.Tensor[],
) {
  const run = (f: (...inputs: tf.Tensor[]) => tf.Tensor) =>
    tf.tidy(() => {
      const { value, grads } = tf.valueAndGrads(f)(inputs);
      return [value, ...grads].map((tensor) => tensor.dataSync());
    });
  const expected = run(stock);
  const handles = native.getNumOfTensors();
  withFastTraining('float32', () => {
    run(fast).forEach((values, i) => {
      // The 1 keeps a gradient that is zero but for rounding from being judged in units of itself.
      const error = relativeError([...values, 1], [...expected[i], 1]);
      assert.ok(error < 1e-4, `${i === 0 ? 'the value' : `gradient ${i}`} differs by ${error}`);
    });
  });
  assert.equal(native.getNumOfTensors(), handles, 'the handles of deferred ops leaked');
  tf.dispose(inputs);
}

/** Batch normalization written out. */
function normalize(x: tf.Tensor4D, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3))), scale), offset);
}

describe('a deferred op', () => {
  const weigh = (y: tf.Tensor) => tf.sum(tf.mul(y, random(y.shape, 9)));
  const inputs = () => [random([3, 5, 4, 6], 1), random([6], 2), random([6], 3), random([6], 4)];

  it('bias disappears in a normalization, whose mean still counts it', () => {
    const fast = (x: tf.Tensor, bias: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) => {
      const [y, mean, variance] = normalizeByBatch(addBias(x, bias) as tf.Tensor4D, {
        scale,
        offset,
        epsilon: 1e-3,
      });
      const expected = tf.moments(tf.add(x, bias), [0, 1, 2]);
      assert.ok(relativeError(mean.dataSync(), expected.mean.dataSync()) < 1e-5);
      assert.ok(relativeError(variance.dataSync(), expected.variance.dataSync()) < 1e-5);
      return weigh(y);
    };
    const stock = (x: tf.Tensor, bias: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) =>
      weigh(normalize(tf.add<tf.Tensor4D>(x, bias), scale, offset));
    assertSame([fast, stock], inputs());
  });

  for (const first of ['normalization', 'another op'] as const) {
    it(`bias is there for ${first} and the other one too, which comes second`, () => {
      const fast = (x: tf.Tensor, bias: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) => {
        const biased = addBias(x, bias) as tf.Tensor4D;
        const square = () => tf.square(biased);
        const normal = () => normalizeByBatch(biased, { scale, offset, epsilon: 1e-3 })[0] as tf.Tensor;
        const parts = first === 'normalization' ? [normal(), square()] : [square(), normal()];
        return weigh(tf.add(parts[0], parts[1]));
      };
      const stock = (x: tf.Tensor, bias: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) => {
        const biased = tf.add<tf.Tensor4D>(x, bias);
        return weigh(tf.add(tf.square(biased), normalize(biased, scale, offset)));
      };
      assertSame([fast, stock], inputs());
    });

    it(`ReLU is there for a max pool and ${first === 'normalization' ? 'nothing else' : first}`, () => {
      const f = (x: tf.Tensor) => {
        const y = tf.relu(x as tf.Tensor4D);
        const pooled = weigh(tf.maxPool(y, 2, 1, 'same'));
        return first === 'normalization' ? pooled : tf.add(pooled, weigh(tf.square(y)));
      };
      assertSame([f, f], [random([3, 7, 5, 4], 5)]);
    });
  }

  it('serves two pools, and a gradient that starts at the ReLU itself', () => {
    const two = (x: tf.Tensor) => {
      const y = tf.relu(x as tf.Tensor4D);
      return tf.add(weigh(tf.maxPool(y, 2, 2, 'valid')), weigh(tf.maxPool(y, 3, 1, 'same')));
    };
    assertSame([two, two], [random([2, 7, 5, 4], 6)]);
    const itself = (x: tf.Tensor) => {
      const y = tf.relu(x as tf.Tensor4D);
      tf.maxPool(y, 2, 2, 'valid');
      return y;
    };
    assertSame([itself, itself], [random([2, 7, 5, 4], 7)]);
  });

  it('gives way in prediction: every layer of a model shows what stock tfjs-node shows', () => {
    const [input, kernel] = [tf.input({ shape: [9, 7, 2] }), tf.initializers.glorotUniform({ seed: 1 })];
    const outputs: tf.SymbolicTensor[] = [];
    for (const layer of [
      tf.layers.conv2d({ filters: 5, kernelSize: 3, kernelInitializer: kernel, biasInitializer: 'ones' }),
      tf.layers.batchNormalization({ movingMeanInitializer: 'ones', betaInitializer: 'ones' }),
      tf.layers.reLU(),
      tf.layers.maxPooling2d({ poolSize: 2 }),
    ]) {
      outputs.push(layer.apply(outputs[outputs.length - 1] ?? input) as tf.SymbolicTensor);
    }
    const x = random([3, 9, 7, 2], 8);
    const predict = (model: tf.LayersModel) =>
      tf.tidy(() => [model.predict(x)].flat().map((tensor) => tensor.dataSync()));
    const whole = tf.model({ inputs: input, outputs: outputs[3] });
    const all = tf.model({ inputs: input, outputs });
    const [expected, expectedAll] = [predict(whole), predict(all)];
    for (const precision of PRECISIONS) {
      const limit = precision === 'float32' ? 1e-5 : 2e-2;
      withFastTraining(precision, () => {
        predict(all).forEach((values, i) =>
          assert.ok(relativeError(values, expectedAll[i]) < limit, `output ${i}`),
        );
        const handles = native.getNumOfTensors();
        assert.ok(relativeError(predict(whole)[0], expected[0]) < limit);
        assert.equal(native.getNumOfTensors(), handles);
      });
    }
    x.dispose();
    all.dispose();
  });

  it('is run by undoing fast training, and a bfloat16 tensor widened', () => {
    const [x, w, bias] = [random([1, 4, 4, 2], 1), random([3, 3, 2, 3], 2), random([3], 3)];
    const compute = () =>
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: w as tf.Tensor4D, bias, strides: 1, pad: 'same' });
    const stock = compute();
    const fast = useFastTraining({ precision: 'bfloat16' });
    const kept = compute();
    fast();
    assert.ok(relativeError(kept.dataSync(), stock.dataSync()) < 2e-2);
    assert.ok(
      relativeError(
        tf.tidy(() => tf.add(kept, 1).dataSync()),
        tf.tidy(() => tf.add(stock, 1).dataSync()),
      ) < 2e-2,
    );
    tf.dispose([x, w, bias, stock, kept]);
  });
});
