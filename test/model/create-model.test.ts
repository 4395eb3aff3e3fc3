import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { createModel, summarize, type Architecture } from '../../src/lib/model/index';
import { ARCHITECTURES } from '../../src/lib/model/architecture';

const STANDARD_LAYERS = new Set(
  'InputLayer Rescaling Conv2D BatchNormalization Activation MaxPooling2D AveragePooling2D Add Multiply'
    .concat(' GlobalAveragePooling2D Flatten Reshape Dense Dropout')
    .split(' '),
);

describe('createModel()', () => {
  const made: tf.LayersModel[] = [];
  const create = (options: Parameters<typeof createModel>[0]) => {
    const model = createModel(options);
    made.push(model);
    return model;
  };
  afterEach(() => made.splice(0).forEach((model) => model.dispose()));

  it("builds the classic with exactly the original's 4,478,727 parameters", () => {
    const { params, multiplyAdds, layers } = summarize(create({ architecture: 'classic' }));
    assert.equal(params, 4_478_727);
    // Convolutions: 48²·9·64 + 24²·25·64·128 + 12²·9·128·512 + 6²·9·512·512; dense: 4608·256 +
    // 256·512 + 512·7.
    assert.equal(
      multiplyAdds,
      1_327_104 + 117_964_800 + 84_934_656 + 84_934_656 + 1_179_648 + 131_072 + 3_584,
    );
    assert.equal(layers.filter((layer) => layer.type === 'Dropout').length, 6);
  });

  it('builds the compact within 2 million parameters and 0.15 billion multiply-adds, by default', () => {
    const model = create({});
    const { params, multiplyAdds } = summarize(model);
    assert.equal(model.name, 'compact');
    assert.ok(params <= 2_000_000 && multiplyAdds <= 150_000_000);
    // What the documentation of createCompact() says.
    assert.equal(params, 1_119_903);
    assert.equal(Math.round(multiplyAdds / 1e6), 102);
  });

  // Parameters and millions of multiply-adds are what the documentation of createMedium() and
  // createLarge() says.
  for (const [architecture, parameters, millions, normalizations] of [
    ['medium', 1_493_479, 120, 10],
    ['large', 2_767_183, 205, 14],
  ] as const) {
    it(`builds the ${architecture} within 5 million parameters, all of its channels multiples of 16`, () => {
      const { params, multiplyAdds, layers } = summarize(create({ architecture }));
      assert.equal(params, parameters);
      assert.equal(Math.round(multiplyAdds / 1e6), millions);
      const normalized = layers.filter(({ type }) => type === 'BatchNormalization');
      assert.equal(normalized.length, normalizations);
      for (const { name, outputShape } of normalized) assert.equal(outputShape[2] % 16, 0, name);
    });
  }

  for (const architecture of ARCHITECTURES) {
    it(`lets ${architecture} drop as much as it is told to`, () => {
      const rates = (dropout?: number) =>
        create({ architecture, dropout })
          .layers.filter((layer) => layer.getClassName() === 'Dropout')
          .map((layer) => (layer.getConfig() as { rate: number }).rate);
      assert.ok(rates(0.35).every((rate) => rate === 0.35));
      const own = { compact: 0.2, classic: 0.25, medium: 0.2, large: 0.3 }[architecture];
      assert.ok(rates().length > 0 && rates().every((rate) => rate === own));
    });
  }

  for (const architecture of ARCHITECTURES) {
    it(`makes ${architecture} give probabilities for raw gray pixels, out of standard layers only`, () => {
      const model = create({ architecture });
      for (const layer of model.layers)
        assert.ok(STANDARD_LAYERS.has(layer.getClassName()), layer.getClassName());
      const probabilities = tf.tidy(() => {
        const x = tf.randomUniform([3, 48, 48, 1], 0, 255, 'float32', 1);
        return (model.predict(x) as tf.Tensor2D).arraySync();
      });
      assert.deepEqual([probabilities.length, probabilities[0].length], [3, 7]);
      for (const row of probabilities) {
        assert.ok(row.every((value) => value > 0 && value < 1));
        assert.ok(Math.abs(row.reduce((sum, value) => sum + value) - 1) < 1e-5);
      }
    });
  }

  it('draws the same kernels for the same seed, others for another, and others for each layer', () => {
    const kernels = (seed: number) => {
      const model = create({ seed });
      return tf.tidy(() => model.getWeights().map((weight) => [...weight.dataSync()]));
    };
    const [a, b, c] = [kernels(5), kernels(5), kernels(6)];
    assert.deepEqual(a, b);
    assert.notDeepEqual(a[0], c[0]);
    const block2 = ['block2_conv1', 'block2_conv2'].map((name) => [
      ...made[0].getLayer(name).getWeights()[0].dataSync(),
    ]);
    assert.notDeepEqual(block2[0], block2[1]);
  });

  it("spreads the compact's kernels as He et al. say: deviation √(2 / inputs)", () => {
    const kernel = create({}).getLayer('block1_conv2').getWeights()[0];
    const deviation = tf.tidy(() => tf.moments(kernel).variance.sqrt().dataSync()[0]);
    const expected = Math.sqrt(2 / (9 * 128));
    // tfjs truncates the normal distribution at two deviations without widening it again: 0.88 of
    // its deviation.
    assert.ok(deviation > 0.85 * expected && deviation < 1.05 * expected, `${deviation} ${expected}`);
  });

  // The last layer has (features + 1) weights for each class: 192 features in the compact, 512 in the
  // classic, 256 in the others.
  for (const [architecture, each] of Object.entries({ compact: 193, classic: 513, medium: 257, large: 257 }))
    it(`builds ${architecture} for 3 and 12 classes, of which only the last layer knows`, () => {
      const own = (classes?: number) => create({ architecture: architecture as Architecture, classes });
      const [seven, three, twelve] = [own(), own(3), own(12)];
      assert.equal(three.countParams(), seven.countParams() - 4 * each);
      assert.equal(twelve.countParams(), seven.countParams() + 5 * each);
      assert.deepEqual(
        [seven, three, twelve].map((model) => model.outputs[0].shape),
        [
          [null, 7],
          [null, 3],
          [null, 12],
        ],
      );
    });

  it('refuses one class, 101 classes, and classes that share a name or have none', () => {
    for (const [classes, found] of [
      [1, /Expected classes to be an integer from 2 to 100, or as many names but found 1/],
      [2.5, /but found 2\.5/],
      [101, /but found 101/],
      [['cat'], /Expected classes to be the names of 2 to 100 different classes but found cat\./],
      [['cat', 'dog', 'cat'], /but found cat, dog, cat/],
      [['cat', ' '], /but found cat, " "/],
      [[], /but found none/],
    ] as const)
      assert.throws(() => createModel({ classes }), found);
  });

  it('refuses an architecture that there is not', () => {
    assert.throws(
      () => createModel({ architecture: 'huge' as Architecture }),
      /Expected architecture to be compact, classic, medium or large but found huge/,
    );
  });
});
