import { tf } from '../../../../src/lib/index';
import type { ZooModel } from './zoo-model';

const { layers, train } = tf;

const xor: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.dense({ units: 8, activation: 'tanh', inputShape: [2] }),
        layers.dense({ units: 1, activation: 'sigmoid' }),
      ],
    });
    model.compile({ optimizer: train.sgd(0.1), loss: 'binaryCrossentropy' });
    return model;
  },
  ...{ inputs: ['bits'], targets: ['bits'], batch: 4, batches: 1, epochs: 8 },
};

const softmax: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [layers.dense({ units: 10, activation: 'softmax', inputShape: [784] })],
    });
    model.compile({ optimizer: train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    return model;
  },
  ...{ inputs: ['unit'], targets: ['one-hot'], batch: 64, batches: 8 },
};

const regression: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.dense({ units: 50, activation: 'sigmoid', inputShape: [13] }),
        layers.dense({ units: 50, activation: 'sigmoid' }),
        layers.dense({ units: 1 }),
      ],
    });
    model.compile({ optimizer: train.momentum(0.01, 0.9), loss: 'meanSquaredError', metrics: ['mae'] });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['normal'], batch: 32, batches: 8 },
};

const binary: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.dense({ units: 64, activation: 'relu', inputShape: [30] }),
        layers.dropout({ rate: 0.25 }),
        layers.dense({ units: 32, activation: 'relu' }),
        layers.dense({ units: 1, activation: 'sigmoid' }),
      ],
    });
    model.compile({ optimizer: train.adam(0.001), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['bits'], batch: 32, batches: 8 },
};

const deep: ZooModel = {
  create() {
    const model = tf.sequential();
    for (let block = 0; block < 4; block++) {
      model.add(layers.dense({ units: 128, ...(block === 0 && { inputShape: [64] }) }));
      model.add(layers.batchNormalization());
      model.add(layers.reLU());
      model.add(layers.dropout({ rate: 0.25 }));
    }
    model.add(layers.dense({ units: 10, activation: 'softmax' }));
    model.compile({ optimizer: train.adam(0.001), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['one-hot'], batch: 64, batches: 4 },
};

const autoencoder: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.dense({ units: 128, activation: 'relu', inputShape: [784] }),
        layers.dense({ units: 32, activation: 'relu' }),
        layers.dense({ units: 128, activation: 'relu' }),
        layers.dense({ units: 784, activation: 'sigmoid' }),
      ],
    });
    model.compile({ optimizer: train.adam(0.001), loss: 'meanSquaredError' });
    return model;
  },
  ...{ inputs: ['unit'], targets: ['input'], batch: 64, batches: 4 },
};

const noise: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.gaussianNoise({ stddev: 0.1, inputShape: [32] }),
        layers.dense({ units: 64, activation: 'relu' }),
        layers.gaussianDropout({ rate: 0.2 }),
        layers.dense({ units: 64, activation: 'selu' }),
        layers.alphaDropout({ rate: 0.1 }),
        layers.dense({ units: 5, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: train.adam(0.001), loss: 'categoricalCrossentropy' });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['one-hot'], batch: 32, batches: 8 },
};

const layernorm: ZooModel = {
  create() {
    const model = tf.sequential();
    for (let block = 0; block < 3; block++) {
      model.add(layers.dense({ units: 128, ...(block === 0 && { inputShape: [64] }) }));
      model.add(layers.layerNormalization());
      model.add(layers.activation({ activation: 'relu' }));
    }
    model.add(layers.dense({ units: 10, activation: 'softmax' }));
    model.compile({ optimizer: train.adam(0.001), loss: 'categoricalCrossentropy' });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['one-hot'], batch: 32, batches: 2 },
};

const multi: ZooModel = {
  create() {
    const words = tf.input({ shape: [8] });
    const numbers = tf.input({ shape: [16] });
    const average = layers.globalAveragePooling1d({});
    const both = layers
      .concatenate()
      .apply([
        average.apply(layers.embedding({ inputDim: 200, outputDim: 16 }).apply(words)) as tf.SymbolicTensor,
        layers.dense({ units: 32, activation: 'relu' }).apply(numbers) as tf.SymbolicTensor,
      ]);
    const shared = layers.dense({ units: 32, activation: 'relu' }).apply(both);
    const outputs = [
      layers.dense({ units: 4, activation: 'softmax' }).apply(shared),
      layers.dense({ units: 1 }).apply(shared),
    ] as tf.SymbolicTensor[];
    const model = tf.model({ inputs: [words, numbers], outputs });
    model.compile({
      optimizer: train.rmsprop(0.001),
      loss: ['categoricalCrossentropy', 'meanSquaredError'],
    });
    return model;
  },
  ...{ inputs: [{ below: 200 }, 'normal'], targets: ['one-hot', 'normal'], batch: 32, batches: 8 },
};

/** Models without convolutions or sequences, by the names of ../../zoo/kinds.mjs. */
export const DENSE_MODELS = {
  ...{ xor, softmax, regression, binary, deep, autoencoder, noise, layernorm, multi },
} satisfies Record<string, ZooModel>;
