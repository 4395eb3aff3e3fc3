import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf, useFastTraining } from '../../../src/lib/engine';

const LAYERS: Record<string, () => tf.layers.Layer> = {
  gaussianNoise: () => tf.layers.gaussianNoise({ stddev: 0.7 }),
  gaussianDropout: () => tf.layers.gaussianDropout({ rate: 0.3 }),
  alphaDropout: () => tf.layers.alphaDropout({ rate: 0.3 }),
};

/** The quartiles, mean and deviation of what a layer makes of one number, many times over. */
function summary(layer: tf.layers.Layer): number[] {
  return tf.tidy(() => {
    const y = layer.apply(tf.fill([200, 200], 1.5), { training: true }) as tf.Tensor;
    const { mean, variance } = tf.moments(y);
    const sorted = y.dataSync<'float32'>().sort();
    const quartiles = [0.1, 0.25, 0.5, 0.75, 0.9].map((share) => sorted[share * sorted.length]);
    return [...quartiles, mean.dataSync()[0], Math.sqrt(variance.dataSync()[0])];
  });
}

describe('the noise of fast training', () => {
  for (const [name, make] of Object.entries(LAYERS)) {
    it(`is distributed as that of stock tfjs-node: ${name}`, () => {
      const expected = summary(make());
      const fast = useFastTraining({ precision: 'float32', seed: 1 });
      const found = summary(make());
      fast();
      // 40,000 numbers: a deviation of 1 tells their mean to 0.005.
      found.forEach((value, i) =>
        assert.ok(Math.abs(value - expected[i]) < 0.04, `${found.join()} ${expected.join()}`),
      );
    });

    it(`comes from the seed, another at each step, and none in prediction: ${name}`, async () => {
      const train = async () => {
        const fast = useFastTraining({ precision: 'float32', seed: 5 });
        const dense = tf.layers.dense({
          units: 1,
          kernelInitializer: tf.initializers.randomNormal({ seed: 1 }),
        });
        const noise = make();
        const model = tf.sequential({
          layers: [tf.layers.reshape({ targetShape: [8], inputShape: [8] }), noise, dense],
        });
        model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
        const losses: number[] = [];
        for (let step = 0; step < 4; step++)
          losses.push((await model.trainOnBatch(tf.ones([4, 8]), tf.ones([4, 1]))) as number);
        const predicted = [1, 2, 3, 4].map(() => (model.predict(tf.ones([4, 8])) as tf.Tensor).dataSync()[0]);
        assert.equal(fast.explain(model).train, 'a graph');
        fast();
        return { losses, predicted };
      };
      const { losses, predicted } = await train();
      assert.equal(new Set(losses).size, 4);
      assert.equal(new Set(predicted).size, 1);
      assert.deepEqual((await train()).losses, losses);
    });
  }

  it('leaves rates to stock tfjs-node that drop nothing', () => {
    const fast = useFastTraining({ precision: 'float32' });
    const x = tf.ones([3, 4]);
    for (const layer of [tf.layers.gaussianDropout({ rate: 0 }), tf.layers.alphaDropout({ rate: 0 })])
      assert.deepEqual([...(layer.apply(x, { training: true }) as tf.Tensor).dataSync()], [...x.dataSync()]);
    fast();
  });
});

describe('an embedding', () => {
  it('trains as a graph, and names a number that it has no row for', async () => {
    const fast = useFastTraining({ precision: 'float32' });
    const model = tf.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 3, outputDim: 2, inputLength: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1 }),
      ],
    });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const step = (values: number[][]) => model.trainOnBatch(tf.tensor2d(values), tf.ones([2, 1]));
    const good = [
      [0, 1],
      [2, 0],
    ];
    for (let round = 0; round < 2; round++) {
      await step(good);
      await assert.rejects(
        step([
          [0, 1],
          [5, 0],
        ]),
        /indices\[.*\] = 5 is not in \[0, 3\)/,
      );
    }
    assert.ok(Number.isFinite(await step(good)));
    assert.equal(fast.explain(model).train, 'a graph');
    fast();
  });
});
