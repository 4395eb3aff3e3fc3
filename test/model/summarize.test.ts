import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
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
    assert.deepEqual(layers, [
      {
        name: 'a',
        type: 'Conv2D',
        outputShape: [4, 4, 4],
        params: 76,
        trainableParams: 76,
        multiplyAdds: 1152,
      },
      {
        name: 'b',
        type: 'BatchNormalization',
        outputShape: [4, 4, 4],
        params: 16,
        trainableParams: 8,
        multiplyAdds: 0,
      },
      { name: 'c', type: 'Flatten', outputShape: [64], params: 0, trainableParams: 0, multiplyAdds: 0 },
      { name: 'd', type: 'Dense', outputShape: [5], params: 325, trainableParams: 325, multiplyAdds: 320 },
    ]);
    assert.deepEqual([params, trainableParams, multiplyAdds], [417, 409, 1472]);
    assert.equal(params, model.countParams());
  });
});
