import { createRandom, tf } from '../../../../src/lib/index';
import { CONVOLUTIONAL_MODELS } from './convolutional-models';
import { DENSE_MODELS } from './dense-models';
import { drawNumbers } from './draw-numbers';
import { SEQUENCE_MODELS } from './sequence-models';
import type { ZooModel } from './zoo-model';

/** Every kind of model, by its name. */
export const ZOO: Readonly<Record<string, ZooModel>> = {
  ...DENSE_MODELS,
  ...CONVOLUTIONAL_MODELS,
  ...SEQUENCE_MODELS,
};

/** A model with the data that it is used on. */
interface Specimen extends ZooModel {
  name: string;
  model: tf.LayersModel;
  x: tf.Tensor[];
  y: tf.Tensor[];
  /** The first batch of both. */
  first: { x: tf.Tensor[]; y: tf.Tensor[] };
}

let current: Specimen | undefined;

/**
 * The model of that name with its data, the same in every process; the one before it is disposed
 * of.
 */
function specimen(name: string): Specimen {
  if (current?.name === name) return current;
  if (current) {
    current.model.dispose();
    tf.dispose([current.x, current.y, current.first.x, current.first.y]);
  }
  const kind = ZOO[name];
  const model = kind.create();
  setWeights(model);
  const random = createRandom(2);
  const rows = kind.batch * kind.batches;
  const shapeOf = ({ shape }: tf.SymbolicTensor) => [rows, ...(shape.slice(1) as number[])];
  const x = model.inputs.map((input, i) => drawNumbers(shapeOf(input), { numbers: kind.inputs[i], random }));
  const y = model.outputs.map((output, i) => {
    const numbers = kind.targets[i];
    return numbers === 'input' ? x[0].clone() : drawNumbers(shapeOf(output), { numbers, random });
  });
  const firstOf = (tensor: tf.Tensor) => tensor.slice(0, kind.batch);
  const first = { x: x.map(firstOf), y: y.map(firstOf) };
  return (current = { ...kind, name, model, x, y, first });
}

/**
 * Draws the kernels from a seed, since tf.layers draws them without one; biases and the like keep
 * their values.
 */
function setWeights(model: tf.LayersModel): void {
  const random = createRandom(1);
  tf.tidy(() =>
    model.setWeights(
      model.getWeights().map((weight) => {
        if (weight.rank < 2) return weight;
        const inputs = weight.size / weight.shape[weight.rank - 1];
        const scale = Math.sqrt(2 / (inputs + weight.shape[weight.rank - 1]));
        return drawNumbers(weight.shape, { numbers: 'normal', random }).mul(scale);
      }),
    ),
  );
}

/**
 * The size of a model and its loss before any training, which show whether two contenders have the
 * same model.
 */
export function describeZoo({ model: name }: { model: string }) {
  const { model, x, y, batch } = specimen(name);
  const scores = [model.evaluate(x, y, { batchSize: batch })].flat();
  const [loss] = scores[0].dataSync();
  tf.dispose(scores);
  forget(model);
  return { parameters: model.countParams(), loss };
}

const WAYS: Record<string, (one: Specimen) => Promise<number>> = {
  async fit({ model, x, y, batch, batches, epochs = 1 }) {
    // Rows of a stateful model go on from batch to batch, so they stay in their order.
    await model.fit(x, y, { batchSize: batch, epochs, verbose: 0, shuffle: !model.stateful });
    return batch * batches * epochs;
  },
  async step({ model, first, batch }) {
    await model.trainOnBatch(first.x, first.y);
    return batch;
  },
  async predict({ model, x, batch, batches }) {
    const outputs = [model.predict(x, { batchSize: batch })].flat();
    await Promise.all(outputs.map((output) => output.data()));
    tf.dispose(outputs);
    return batch * batches;
  },
};

/** Uses a model in one way for some seconds, with this many calls at least. */
export async function useZoo({
  model: name,
  way,
  seconds,
  calls,
}: {
  model: string;
  way: string;
  seconds: number;
  calls: number;
}) {
  const one = specimen(name);
  let images = 0;
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  for (let call = 0; call < calls || passed() < seconds; call++) {
    images += await WAYS[way](one);
    forget(one.model);
  }
  return { images, seconds: passed() };
}

/** Resets a stateful model's states. */
function forget(model: tf.LayersModel): void {
  if (model.stateful) model.resetStates();
}
