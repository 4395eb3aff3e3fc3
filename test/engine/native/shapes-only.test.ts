import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tf, useFastTraining, type FastTraining } from '../../../src/lib/engine/index';
import { nativeBackend } from '../../../src/lib/engine/native/binding';
import { entryOf } from '../../../src/lib/engine/native/native-op';
import { traceOps } from '../../../src/lib/engine/native/trace';
import { PRECISIONS } from '../compare';

/** What is recorded of a function's ops, without the numbers of the handles. */
function opsOf(run: () => tf.Tensor, keepsValues: boolean) {
  const { result, trace } = traceOps(() => tf.tidy(() => entryOf(run()) && []), { keepsValues });
  assert.deepEqual(result, []);
  return trace.ops.map(({ name, attributes, outputs }) => ({
    name,
    attributes,
    outputs: outputs.map(({ shape, dtype }) => ({ shape, dtype })),
  }));
}

/** The most results of at least that size that a function's ops hold at a time. */
async function mostHeld(size: number, run: () => Promise<unknown>): Promise<number> {
  const backend = nativeBackend();
  const { binding } = backend;
  const held = new Set<number>();
  let most = 0;
  const counting: Partial<typeof binding> = {
    executeOp(...args) {
      const outputs = binding.executeOp(...args);
      for (const { id, shape } of outputs) if (tf.util.sizeFromShape(shape) >= size) held.add(id);
      most = Math.max(most, held.size);
      return outputs;
    },
    deleteTensor(id) {
      held.delete(id);
      binding.deleteTensor(id);
    },
  };
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(counting)) as typeof binding;
  try {
    await run();
    return most;
  } finally {
    backend.binding = binding;
  }
}

for (const precision of PRECISIONS)
  describe(`a trace without values, ${precision}`, () => {
    let fast: FastTraining;
    before(() => {
      fast = useFastTraining({ precision });
    });
    after(() => fast());

    it('records the ops, types and shapes that a trace with values does', () => {
      const x = tf.ones<tf.Rank.R4>([8, 16, 16, 32]);
      const filter = tf.variable(tf.ones<tf.Rank.R4>([3, 3, 32, 64]));
      const run = () =>
        tf.grad((image: tf.Tensor) =>
          tf.maxPool(tf.relu(tf.conv2d(image as tf.Tensor4D, filter, 1, 'same')), 2, 2, 'same').sum(),
        )(x);
      assert.deepEqual(opsOf(run, false), opsOf(run, true));
    });

    it('holds few activations of a training step at a time', async () => {
      const layers = Array.from({ length: 8 }, (_, i) =>
        tf.layers.conv2d({
          ...{ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' },
          ...(i === 0 ? { inputShape: [16, 16, 32] } : {}),
        }),
      );
      const model = tf.sequential({ layers });
      // Its numbers include values that it reads.
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
      const [x, y] = [tf.zeros([8, 16, 16, 32]), tf.zeros([8, 16, 16, 32])];
      const most = await mostHeld(x.size, () => model.trainOnBatch(x, y));
      // Of the 16 that the step keeps for its gradients, and those gradients.
      assert.ok(most > 0 && most <= 6, `${most} held`);
      assert.equal(fast.explain(model).train, 'a graph');
      model.dispose();
    });

    it('leaves real weights to predictions that come after it', () => {
      const model = tf.sequential({
        layers: [
          tf.layers.conv2d({ filters: 64, kernelSize: 3, inputShape: [8, 8, 64] }),
          tf.layers.batchNormalization(),
          tf.layers.globalAveragePooling2d({}),
        ],
      });
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      const [x, y] = [tf.ones([4, 8, 8, 64]), tf.zeros([4, 64])];
      const values = (tensor: tf.Tensor | tf.Tensor[]) => (tensor as tf.Tensor).dataSync();
      const expected = values(model.predict(x));
      fast();
      fast = useFastTraining({ precision });
      // Validation is a graph from its first batch on, prediction from its third. Both use weights
      // that the normalization is multiplied into, which are kept with the filter.
      model.evaluate(x, y);
      assert.deepEqual(values(model.predict(x)), expected);
      model.dispose();
    });

    it('reads no value, and keeps values again afterwards', () => {
      const x = tf.ones([1 << 15]);
      assert.throws(
        () => traceOps(() => tf.tidy(() => tf.exp(x).dataSync()), { keepsValues: false }),
        /no value to be read/,
      );
      assert.equal(tf.exp(tf.zeros([1 << 15])).dataSync()[7], 1);
    });
  });

describe('a training step whose large values are indices', () => {
  it('takes place with those values', async () => {
    const fast = useFastTraining({ precision: 'float32' });
    const lossOf = async (units: number) => {
      const model = tf.sequential({
        layers: [
          tf.layers.dense({ units, inputShape: [4], kernelInitializer: 'ones', useBias: false }),
          tf.layers.embedding({ inputDim: 5, outputDim: 1, embeddingsInitializer: 'ones' }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 1, kernelInitializer: 'ones' }),
        ],
      });
      model.layers[0].trainable = false;
      model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
      const loss = await model.trainOnBatch(tf.ones([2, 4]), tf.zeros([2, 1]));
      model.dispose();
      return loss;
    };
    // Each index is 4, the last row, whether or not the trace keeps as many indices as there are.
    assert.equal(await lossOf(2), 4);
    assert.equal(await lossOf(1 << 14), 2 ** 28);
    fast();
  });
});
