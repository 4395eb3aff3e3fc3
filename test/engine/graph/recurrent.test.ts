import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf, useFastTraining } from '../../../src/lib/engine/index';

const [STEPS, SIZE, BATCH] = [5, 3, 4];

const seeded = () => ({
  kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
  recurrentInitializer: tf.initializers.glorotUniform({ seed: 2 }),
});
const inputShape = [STEPS, SIZE];
const cells = () => [
  tf.layers.lstmCell({ units: 4, ...seeded() }),
  tf.layers.gruCell({ units: 2, ...seeded() }),
];

const NETWORKS: Record<string, () => tf.layers.Layer[]> = {
  'a simple RNN, backwards': () => [
    tf.layers.simpleRNN({ units: 4, inputShape, goBackwards: true, ...seeded() }),
  ],
  'an LSTM': () => [tf.layers.lstm({ units: 4, inputShape, ...seeded() })],
  'two GRUs': () => [
    tf.layers.gru({ units: 4, inputShape, returnSequences: true, ...seeded() }),
    tf.layers.gru({ units: 3, ...seeded() }),
  ],
  'a masked LSTM': () => [
    tf.layers.masking({ maskValue: 0, inputShape }),
    tf.layers.lstm({ units: 4, ...seeded() }),
  ],
  'a bidirectional LSTM': () => [
    tf.layers.bidirectional({
      layer: tf.layers.lstm({ units: 4, ...seeded() }),
      mergeMode: 'concat',
      inputShape,
    }),
  ],
  'stacked cells': () => [tf.layers.rnn({ cell: tf.layers.stackedRNNCells({ cells: cells() }), inputShape })],
  'a layer at each step': () => [
    tf.layers.timeDistributed({ layer: dense(4), inputShape }),
    tf.layers.flatten(),
  ],
  'a stateful LSTM': () => [
    tf.layers.lstm({ units: 4, stateful: true, batchInputShape: [BATCH, STEPS, SIZE], ...seeded() }),
  ],
  'two stateful GRUs': () => [
    tf.layers.gru({
      ...{ units: 4, stateful: true, returnSequences: true },
      ...{ batchInputShape: [BATCH, STEPS, SIZE], ...seeded() },
    }),
    tf.layers.gru({ units: 2, stateful: true, ...seeded() }),
  ],
};

function dense(units: number): tf.layers.Layer {
  return tf.layers.dense({ units, kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }) });
}

function compiled(layers: tf.layers.Layer[]): tf.Sequential {
  const model = tf.sequential({ layers: [...layers, dense(1)] });
  model.compile({ optimizer: tf.train.adam(0.05), loss: 'meanSquaredError' });
  return model;
}

/** Sequences that end in zeros, which a mask takes out. */
function sequences(seed: number): tf.Tensor {
  return tf.tidy(() => {
    const begin = tf.randomNormal([BATCH, 3, SIZE], 0, 1, 'float32', seed + 1);
    return tf.concat([begin, tf.zeros([BATCH, STEPS - 3, SIZE])], 1);
  });
}

/**
 * Losses of a training, in the middle of which states are reset; evaluations and predictions after
 * it.
 */
async function work(model: tf.Sequential): Promise<number[]> {
  const y = tf.tensor2d([1, 0, 1, 0], [BATCH, 1]);
  const found: number[] = [];
  for (let step = 0; step < 6; step++) {
    if (step === 3) model.resetStates();
    found.push((await model.trainOnBatch(sequences(step), y)) as number);
  }
  for (let step = 0; step < 3; step++) {
    found.push((model.evaluate(sequences(step), y, { batchSize: BATCH }) as tf.Scalar).dataSync()[0]);
    found.push(...(model.predict(sequences(step), { batchSize: BATCH }) as tf.Tensor).dataSync());
  }
  return found;
}

describe('recurrent networks as graphs', () => {
  for (const [name, layers] of Object.entries(NETWORKS))
    it(`compute what stock tfjs-node does: ${name}`, async () => {
      const withReset = (model: tf.Sequential) =>
        Object.assign(model, /stateful/.test(name) ? {} : { resetStates: () => {} });
      const expected = await work(withReset(compiled(layers())));
      const fast = useFastTraining({ precision: 'float32' });
      const model = compiled(layers());
      const found = await work(withReset(model));
      const graph = { train: 'a graph', evaluate: 'a graph', predict: 'a graph' };
      assert.deepEqual(fast.explain(model), graph);
      fast();
      found.forEach((value, i) =>
        assert.ok(Math.abs(value - expected[i]) < 1e-4, `${i}: ${value} instead of ${expected[i]}`),
      );
    });

  it('are none where a cell draws masks', () => {
    const fast = useFastTraining({ precision: 'float32' });
    const model = compiled([tf.layers.lstm({ units: 4, dropout: 0.5, inputShape })]);
    assert.match(fast.explain(model).train, /a recurrent cell with dropout/);
    fast();
  });

  it('leak no tensors over the steps', async () => {
    const fast = useFastTraining({ precision: 'float32' });
    const model = compiled(NETWORKS['a stateful LSTM']());
    const [x, y] = [sequences(1), tf.zeros([BATCH, 1])];
    const step = async () => {
      await model.trainOnBatch(x, y);
      tf.dispose(model.predict(x, { batchSize: BATCH }));
      model.resetStates();
      return tf.memory().numTensors;
    };
    for (let warm = 0; warm < 3; warm++) await step();
    const before = await step();
    assert.equal(await step(), before);
    fast();
  });
});
