import { tf } from '../../../../src/lib/index';
import type { ZooModel } from './zoo-model';

const { layers, train } = tf;

const CLASSIFIED = {
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
};

/** As tfjs' own example on MNIST has it. */
const lenet: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.conv2d({ filters: 8, kernelSize: 5, activation: 'relu', inputShape: [28, 28, 1] }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 16, kernelSize: 5, activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: train.adam(0.001), ...CLASSIFIED });
    return model;
  },
  ...{ inputs: ['unit'], targets: ['one-hot'], batch: 64, batches: 4 },
};

const vgg: ZooModel = {
  create() {
    const model = tf.sequential({ layers: [layers.inputLayer({ inputShape: [32, 32, 3] })] });
    const convolution = (filters: number) =>
      layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' });
    for (const filters of [32, 64]) {
      model.add(convolution(filters));
      model.add(convolution(filters));
      model.add(layers.maxPooling2d({ poolSize: 2 }));
      model.add(layers.dropout({ rate: 0.25 }));
    }
    model.add(layers.flatten());
    model.add(layers.dense({ units: 128, activation: 'relu' }));
    model.add(layers.dropout({ rate: 0.5 }));
    model.add(layers.dense({ units: 10, activation: 'softmax' }));
    model.compile({ optimizer: train.adam(0.001), ...CLASSIFIED });
    return model;
  },
  ...{ inputs: ['unit'], targets: ['one-hot'], batch: 32, batches: 2 },
};

/** A convolution without a bias and its normalization. */
function normalized(
  x: tf.SymbolicTensor,
  { filters, size = 3, stride = 1 }: { filters: number; size?: number; stride?: number },
): tf.SymbolicTensor {
  const convolution = layers.conv2d({
    ...{ filters, kernelSize: size, strides: stride, padding: 'same', useBias: false },
  });
  return layers.batchNormalization().apply(convolution.apply(x)) as tf.SymbolicTensor;
}

const relu = (x: tf.SymbolicTensor) => layers.reLU().apply(x) as tf.SymbolicTensor;

/** The mean over all places and a layer that classifies it. */
function classified(input: tf.SymbolicTensor, x: tf.SymbolicTensor): tf.LayersModel {
  const pooled = layers.globalAveragePooling2d({}).apply(x);
  const outputs = layers.dense({ units: 10, activation: 'softmax' }).apply(pooled) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs });
  model.compile({ optimizer: train.adam(0.001), ...CLASSIFIED });
  return model;
}

const resnet: ZooModel = {
  create() {
    const input = tf.input({ shape: [32, 32, 3] });
    let x = relu(normalized(input, { filters: 16 }));
    for (const [filters, stride] of [
      [16, 1],
      [32, 2],
      [64, 2],
    ]) {
      const main = normalized(relu(normalized(x, { filters, stride })), { filters });
      const skip = stride === 1 ? x : normalized(x, { filters, stride, size: 1 });
      x = relu(layers.add().apply([main, skip]) as tf.SymbolicTensor);
    }
    return classified(input, x);
  },
  ...{ inputs: ['unit'], targets: ['one-hot'], batch: 32, batches: 2 },
};

const mobilenet: ZooModel = {
  create() {
    const input = tf.input({ shape: [32, 32, 3] });
    const activated = (x: tf.SymbolicTensor) =>
      layers.activation({ activation: 'relu6' }).apply(x) as tf.SymbolicTensor;
    let x = activated(normalized(input, { filters: 16, stride: 2 }));
    const depthwise = layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false });
    x = activated(layers.batchNormalization().apply(depthwise.apply(x)) as tf.SymbolicTensor);
    x = activated(normalized(x, { filters: 32, size: 1 }));
    for (const filters of [64, 64]) {
      const separable = layers.separableConv2d({
        ...{ filters, kernelSize: 3, padding: 'same', useBias: false },
      });
      x = activated(layers.batchNormalization().apply(separable.apply(x)) as tf.SymbolicTensor);
    }
    return classified(input, x);
  },
  ...{ inputs: ['unit'], targets: ['one-hot'], batch: 32, batches: 2 },
};

const conv1d: ZooModel = {
  create() {
    const model = tf.sequential({
      layers: [
        layers.conv1d({ filters: 32, kernelSize: 5, activation: 'relu', inputShape: [128, 6] }),
        layers.maxPooling1d({ poolSize: 2 }),
        layers.conv1d({ filters: 64, kernelSize: 5, activation: 'relu' }),
        layers.globalMaxPooling1d({}),
        layers.dense({ units: 6, activation: 'softmax' }),
      ],
    });
    model.compile({ optimizer: train.adam(0.001), ...CLASSIFIED });
    return model;
  },
  ...{ inputs: ['normal'], targets: ['one-hot'], batch: 32, batches: 4 },
};

const unet: ZooModel = {
  create() {
    const input = tf.input({ shape: [32, 32, 1] });
    const convolution = (x: tf.SymbolicTensor, filters: number) =>
      layers
        .conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' })
        .apply(x) as tf.SymbolicTensor;
    const halved = (x: tf.SymbolicTensor) =>
      layers.maxPooling2d({ poolSize: 2 }).apply(x) as tf.SymbolicTensor;
    const doubled = (x: tf.SymbolicTensor, filters: number) =>
      layers
        .conv2dTranspose({ filters, kernelSize: 2, strides: 2, padding: 'same' })
        .apply(x) as tf.SymbolicTensor;
    const joined = (a: tf.SymbolicTensor, b: tf.SymbolicTensor) =>
      layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
    const whole = convolution(input, 16);
    const half = convolution(halved(whole), 32);
    let x = convolution(halved(half), 64);
    x = convolution(joined(doubled(x, 32), half), 32);
    x = convolution(joined(doubled(x, 16), whole), 16);
    const mask = layers.conv2d({ filters: 1, kernelSize: 1, activation: 'sigmoid' });
    const model = tf.model({ inputs: input, outputs: mask.apply(x) as tf.SymbolicTensor });
    model.compile({ optimizer: train.adam(0.001), loss: 'binaryCrossentropy' });
    return model;
  },
  ...{ inputs: ['unit'], targets: ['bits'], batch: 16, batches: 2 },
};

/** Convolutional networks, by the names of ../../zoo/kinds.mjs. */
export const CONVOLUTIONAL_MODELS = {
  ...{ lenet, vgg, resnet, mobilenet, conv1d, unet },
} satisfies Record<string, ZooModel>;
