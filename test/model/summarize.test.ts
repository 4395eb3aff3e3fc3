import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { createModel } from '../../src/lib/model/index';
import { summarize } from '../../src/lib/model/summarize';

describe('summarize()', () => {
  it('lists every layer with its shape, parameters and multiply-adds, counted here by hand', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({
          filters: 4,
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          inputShape: [8, 8, 2],
          name: 'a',
        }),
        tf.layers.batchNormalization({ name: 'b' }),
        tf.layers.flatten({ name: 'c' }),
        tf.layers.dense({ units: 5, name: 'd' }),
      ],
    });
    const { layers, params, trainableParams, multiplyAdds } = summarize(model);
    const none = { params: 0, trainableParams: 0, multiplyAdds: 0, receptiveField: 8 };
    assert.deepEqual(layers, [
      {
        name: 'a',
        type: 'Conv2D',
        inputs: [],
        outputShape: [4, 4, 4],
        params: 76,
        trainableParams: 76,
        multiplyAdds: 1152,
        receptiveField: 3,
      },
      {
        name: 'b',
        type: 'BatchNormalization',
        inputs: ['a'],
        outputShape: [4, 4, 4],
        params: 16,
        trainableParams: 8,
        multiplyAdds: 0,
        receptiveField: 3,
      },
      { ...none, name: 'c', type: 'Flatten', inputs: ['b'], outputShape: [64] },
      {
        ...{ name: 'd', type: 'Dense', inputs: ['c'], outputShape: [5], params: 325, trainableParams: 325 },
        ...{ multiplyAdds: 320, receptiveField: 8 },
      },
    ]);
    assert.deepEqual([params, trainableParams, multiplyAdds], [417, 409, 1472]);
    assert.equal(params, model.countParams());
  });

  it('knows what goes where in a network with branches', () => {
    const { layers } = summarize(createModel({ architecture: 'compact', seed: 1 }));
    const of = (name: string) => layers.find((layer) => layer.name === name)!;
    assert.deepEqual(of('block1_add').inputs, ['block1_weigh', 'block1_shortcut_norm']);
    assert.deepEqual(of('block2_add').inputs, ['block2_weigh', 'block1_relu2']);
    assert.deepEqual(of('pixels').inputs, []);
  });

  it('tells how much of the image a number depends on, as changing pixels shows', () => {
    const model = createModel({ architecture: 'compact', seed: 1 });
    const { layers } = summarize(model);
    for (const name of ['stem_conv', 'stem_pool', 'wide_conv', 'block1_conv2', 'block1_shortcut_conv']) {
      const { receptiveField, outputShape } = layers.find((layer) => layer.name === name)!;
      const part = tf.model({ inputs: model.inputs, outputs: model.getLayer(name).output });
      assert.equal(changedBy(part, { size: outputShape[0] }), receptiveField, name);
    }
  });
});

/**
 * How many pixels of the middle row change the number in the middle of a model's output when they
 * change.
 */
function changedBy(model: tf.LayersModel, { size }: { size: number }): number {
  const middle = Math.floor(size / 2);
  return tf.tidy(() => {
    const base = tf.randomUniform([1, 48, 48, 1], 0, 255, 'float32', 1);
    const columns = tf.oneHot(tf.range(0, 48, 1, 'int32'), 48).reshape([48, 1, 48, 1]);
    const x = tf.concat([base, tf.add(base, tf.mul(columns, 300))]);
    const output = model.predict(x) as tf.Tensor4D;
    const here = tf.slice(output, [0, middle, middle, 0], [49, 1, 1, output.shape[3]]).reshape([49, -1]);
    const moved = tf.sub(here.slice(1), here.slice(0, 1)).abs().max(1).greater(0).dataSync();
    const changed = [...moved].flatMap((yes, column) => (yes ? [column] : []));
    return changed[changed.length - 1] - changed[0] + 1;
  });
}
