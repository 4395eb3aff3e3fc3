import { tf } from '../../../../src/lib/index';
import type { ZooModel } from './zoo-model';

const { layers, train } = tf;

/**
 * Without tf.layers' warning that orthogonal matrices take long to draw: all kernels are drawn
 * again afterwards.
 */
const UNWARNED = { recurrentInitializer: 'glorotUniform' } as const;

const embedding: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.embedding({ inputDim: 1000, outputDim: 32, inputLength: 50 }),
        layers.globalAveragePooling1d({}),
        layers.dense({ units: 16, activation: 'relu' }),
        layers.dense({ units: 1, activation: 'sigmoid' }),
      ],
    });
    model.compile({ optimizer: train.adam(0.001), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
    return model;
  },
  ...{ inputs: [{ below: 1000 }], targets: ['bits'], batch: 32, batches: 8 },
};

const lstm: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [layers.lstm({ ...UNWARNED, units: 32, inputShape: [20, 8] }), layers.dense({ units: 1 })],
    });
    model.compile({ optimizer: train.adam(0.001), loss: 'meanSquaredError' });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['normal'], batch: 32, batches: 2 },
};

const masked: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.embedding({ inputDim: 500, outputDim: 16, inputLength: 16, maskZero: true }),
        layers.lstm({ ...UNWARNED, units: 32 }),
        layers.dense({ units: 4, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: train.adam(0.001), loss: 'categoricalCrossentropy' });
    return model;
  },
  ...{ inputs: [{ below: 500, isPadded: true }], targets: ['one-hot'], batch: 32, batches: 2 },
};

const gru: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.gru({ ...UNWARNED, units: 32, returnSequences: true, inputShape: [12, 8] }),
        layers.gru({ ...UNWARNED, units: 16 }),
        layers.dense({ units: 5, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: train.rmsprop(0.001), loss: 'categoricalCrossentropy' });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['one-hot'], batch: 32, batches: 2 },
};

const stateful: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.simpleRNN({ ...UNWARNED, units: 32, stateful: true, batchInputShape: [16, 10, 4] }),
        layers.dense({ units: 1 }),
      ],
    });
    model.compile({ optimizer: train.adam(0.001), loss: 'meanSquaredError' });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['normal'], batch: 16, batches: 4 },
};

const bidirectional: ZooModel = {
  create() {
    const layer = layers.lstm({ ...UNWARNED, units: 16 });
    const model = tf.sequential({
      layers: [
        layers.bidirectional({ layer, mergeMode: 'concat', inputShape: [12, 8] }),
        layers.dense({ units: 5, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: train.adam(0.001), loss: 'categoricalCrossentropy' });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['one-hot'], batch: 32, batches: 2 },
};

/** One head of attention with a residual and a normalization, out of what tf.layers has. */
const attention: ZooModel = {
  create() {
    const input = tf.input({ shape: [16, 32] });
    const dense = (x: tf.SymbolicTensor, units = 32) => layers.dense({ units }).apply(x) as tf.SymbolicTensor;
    const scores = layers.dot({ axes: 2 }).apply([dense(input), dense(input)]) as tf.SymbolicTensor;
    const weights = layers.softmax({ axis: -1 }).apply(scores) as tf.SymbolicTensor;
    const read = layers.dot({ axes: [2, 1] }).apply([weights, dense(input)]) as tf.SymbolicTensor;
    const sum = layers.add().apply([input, dense(read)]) as tf.SymbolicTensor;
    const normalized = layers.layerNormalization().apply(sum);
    const pooled = layers.globalAveragePooling1d({}).apply(normalized);
    const outputs = layers.dense({ units: 5, activation: 'softmax' }).apply(pooled) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs });
    model.compile({ optimizer: train.adam(0.001), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['one-hot'], batch: 32, batches: 2 },
};

/** Models of sequences, by the names of ../../zoo/kinds.mjs. */
export const SEQUENCE_MODELS = {
  ...{ embedding, lstm, masked, gru, stateful, bidirectional, attention },
} satisfies Record<string, ZooModel>;
