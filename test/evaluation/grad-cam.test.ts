import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { IMAGE_BYTES, IMAGE_SIZE } from '../../src/lib/dataset/dataset';
import { useFastTraining } from '../../src/lib/engine/index';
import { tf } from '../../src/lib/engine/tensorflow';
import { computeFeatureMaps, gradCam } from '../../src/lib/evaluation/index';
import { occlusionMap } from './support/occlusion-map';
import { applyLayers } from '../../src/lib/model/apply-layers';
import { createModel } from '../../src/lib/model/index';
import { createResidual } from '../../src/lib/model/create-residual';
import { createRandom } from '../../src/lib/random';
import { syntheticDataset } from './synthetic';

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  assert.equal(actual.length, expected.length);
  Array.from(expected).forEach((value, i) =>
    assert.ok(Math.abs(actual[i] - value) <= tolerance, `${actual[i]} is not ${value} at ${i}`),
  );
};

/** A map as Grad-CAM gives it: without what is below 0, divided by the greatest. */
function normalized(map: readonly number[]): number[] {
  const greatest = Math.max(...map, 0);
  return map.map((value) => (greatest > 0 ? Math.max(0, value) / greatest : 0));
}

/** Spearman's rank correlation; equal values share their mean rank. */
function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const ranksOf = (values: ArrayLike<number>) => {
    const sorted = Float64Array.from(values).sort();
    return Array.from(values, (value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
  };
  const [x, y] = [ranksOf(a), ranksOf(b)];
  const mean = (a.length - 1) / 2;
  const product = (p: number[], q: number[]) =>
    p.reduce((sum, value, i) => sum + (value - mean) * (q[i] - mean), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

/**
 * Two convolutions, the second with a shortcut around it, and a dense head that tells places apart.
 */
function networkWithShortcut(): { model: tf.LayersModel; inner: tf.layers.Layer } {
  const input = tf.input({ shape: [IMAGE_SIZE, IMAGE_SIZE, 1] });
  const convolution = () => tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' });
  const inner = convolution();
  const before = applyLayers(input, [
    tf.layers.rescaling({ scale: 1 / 255 }),
    tf.layers.averagePooling2d({ poolSize: 8 }),
    convolution(),
    tf.layers.activation({ activation: 'tanh' }),
  ]);
  const beside = applyLayers(before, [inner, tf.layers.activation({ activation: 'sigmoid' })]);
  const added = tf.layers.add().apply([beside, before]) as tf.SymbolicTensor;
  const output = applyLayers(added, [
    tf.layers.flatten(),
    tf.layers.dense({ units: 6, activation: 'tanh' }),
    tf.layers.dense({ units: 7, activation: 'softmax' }),
  ]);
  return { model: tf.model({ inputs: input, outputs: output }), inner };
}

/** Row and column of the greatest value of a map over an image. */
function peakOf(map: Float32Array): [number, number] {
  const at = map.indexOf(Math.max(...map));
  return [Math.floor(at / IMAGE_SIZE), at % IMAGE_SIZE];
}

/** The greater of the distances of rows and of columns, in pixels. */
const distance = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((place, axis) => Math.abs(place - b[axis])));

const mapOf = (pixels: Float32Array, i: number) => pixels.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);

describe('gradCam()', () => {
  const { images } = syntheticDataset([0, 1, 2]);
  const image = images.subarray(0, IMAGE_BYTES);

  for (const [architecture, layer] of [
    ['compact', 'block3_relu2'],
    ['large', 'block5_relu2'],
  ] as const) {
    it(`of ${architecture} is its features times the last layer's weights (CAM, Zhou et al. 2016)`, async () => {
      const model = createModel({ architecture, seed: 5 });
      const { values, height, width, count } = await computeFeatureMaps(model, image, { layer });
      const [kernel] = model
        .getLayer('probabilities')
        .getWeights()
        .map((weight) => weight.dataSync());
      const sums = Array.from({ length: height * width }, (_, place) =>
        Array.from({ length: count }, (__, k) => values[k * height * width + place] * kernel[k * 7 + 4]),
      ).map((terms) => terms.reduce((sum, term) => sum + term, 0));
      const map = await gradCam(model, image, { label: 4 });
      assert.deepEqual([map.height, map.width, map.layer, [...map.labels]], [6, 6, layer, [4]]);
      near(map.values, normalized(sums), 1e-4);
      model.dispose();
    });
  }

  it('weighs a layer beside a shortcut by how the logit follows its channels, taken by small differences', async () => {
    const random = createRandom(8);
    const { model, inner } = networkWithShortcut();
    tf.tidy(() => {
      for (const layer of model.layers)
        layer.setWeights(
          layer.getWeights().map(({ shape }) => {
            const size = tf.util.sizeFromShape(shape);
            return tf.tensor(
              Float32Array.from({ length: size }, () => 0.4 * random.normal()),
              shape,
            );
          }),
        );
      // The logits add up to 0, so that they can be told from the probabilities.
      const last = model.layers[model.layers.length - 1];
      last.setWeights(last.getWeights().map((weight) => weight.sub(weight.mean(-1, true))));
    });
    const logit = (label: number): number =>
      tf.tidy(() => {
        const pixels = tf.tensor4d(Float32Array.from(image), [1, IMAGE_SIZE, IMAGE_SIZE, 1]);
        const logs = [...(model.predict(pixels) as tf.Tensor2D).log().dataSync()];
        return logs[label] - logs.reduce((sum, log) => sum + log) / 7;
      });
    const map = await gradCam(model, image, { label: 2, layer: inner.name });
    const { values } = await computeFeatureMaps(model, image, { layer: inner.name });
    // Adding to a channel's bias adds the same to all of its places: the logit's slope is the sum
    // over places.
    const [kernel, bias] = inner.getWeights().map((weight) => weight.clone());
    const logitWith = (channel: number, shift: number) => {
      tf.tidy(() => inner.setWeights([kernel, bias.add(tf.oneHot(channel, 3).mul(shift))]));
      return logit(2);
    };
    const slopes = [0, 1, 2].map((k) => (logitWith(k, 0.05) - logitWith(k, -0.05)) / 0.1);
    tf.dispose([kernel, bias]);
    const sums = Array.from({ length: 36 }, (_, place) =>
      slopes.reduce((sum, slope, k) => sum + slope * values[k * 36 + place], 0),
    );
    near(map.values, normalized(sums), 5e-3);
    assert.ok(map.values.some((value) => value > 0 && value < 1));
    model.dispose();
  });

  it('explains what the model says when no label is given, each image as if it were alone', async () => {
    const model = createModel({ seed: 2 });
    const all = await gradCam(model, images, { batchSize: 2 });
    const said = tf.tidy(() =>
      (model.predict(tf.tensor4d(Float32Array.from(images), [3, 48, 48, 1])) as tf.Tensor2D)
        .argMax(1)
        .dataSync(),
    );
    assert.deepEqual([...all.labels], [...said]);
    const second = await gradCam(model, images.subarray(IMAGE_BYTES, 2 * IMAGE_BYTES), { label: said[1] });
    near(mapOf(all.pixels, 1), second.pixels, 1e-3);
    const labelled = await gradCam(model, images, { label: [6, 5, 4] });
    assert.deepEqual([...labelled.labels], [6, 5, 4]);
    model.dispose();
  });

  it('is the same for a model that is far surer of itself', async () => {
    const model = createModel({ seed: 2 });
    const map = await gradCam(model, image, { label: 3 });
    const last = model.getLayer('probabilities');
    tf.tidy(() => last.setWeights(last.getWeights().map((weight) => weight.mul(1000))));
    near((await gradCam(model, image, { label: 3 })).values, map.values, 1e-4);
    assert.ok(Math.max(...map.values) === 1 || map.values.every((value) => value === 0));
    model.dispose();
  });

  it('works on the engine of fast training as well', async () => {
    const model = createModel({ seed: 2 });
    const map = await gradCam(model, image, { label: 3 });
    const off = useFastTraining({ precision: 'float32', seed: 1 });
    try {
      near((await gradCam(model, image, { label: 3 })).values, map.values, 1e-3);
    } finally {
      off();
    }
    model.dispose();
  });

  it('takes the last layer with places of classic, or a finer one', async () => {
    const model = createModel({ architecture: 'classic', seed: 2 });
    const topology = JSON.stringify(model.toJSON());
    const before = tf.memory().numTensors;
    const { layer, height } = await gradCam(model, image);
    assert.deepEqual([layer, height], ['block4_dropout', 3]);
    assert.equal((await gradCam(model, image, { layer: 'block4_relu' })).height, 6);
    assert.equal(tf.memory().numTensors, before);
    assert.equal(JSON.stringify(model.toJSON()), topology);
    model.dispose();
  });

  it('refuses other layers, ends, pixels and labels', async () => {
    const model = createModel({ seed: 2 });
    const before = tf.memory().numTensors;
    await assert.rejects(gradCam(model, image, { layer: 'mean' }), /layer mean to be a layer that gives/);
    await assert.rejects(gradCam(model, new Uint8Array(3)), /at least one whole image/);
    await assert.rejects(
      gradCam(model, image, { label: 7 }),
      /label to be an integer from 0 to 6.* but found 7/,
    );
    await assert.rejects(
      gradCam(model, images, { label: [1] }),
      /one for each of the 3 images but found 1 of them/,
    );
    const linear = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [48, 48, 1], filters: 1, kernelSize: 3 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 7 }),
      ],
    });
    await assert.rejects(
      gradCam(linear, image),
      /last layer to be Dense with softmax but found Dense with linear/,
    );
    linear.dispose();
    assert.equal(tf.memory().numTensors, before);
    model.dispose();
  });
});

describe('gradCam() and occlusionMap() on a network that adds up how bright each cell is above 100', () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        ...{ inputShape: [48, 48, 1], filters: 1, kernelSize: 8, strides: 8, activation: 'relu' },
      }),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: 7, activation: 'softmax' }),
    ],
  });
  after(() => model.dispose());
  tf.tidy(() =>
    model.setWeights([
      tf.fill([8, 8, 1, 1], 1 / 64),
      tf.tensor1d([-100]),
      tf.tensor2d([[1, -1, 0, 0, 0, 0, 0]]),
      tf.zeros([7]),
    ]),
  );
  const random = createRandom(6);
  const cells = Array.from({ length: 36 }, () => 20 + random.integer(200));
  const image = Uint8Array.from({ length: IMAGE_BYTES }, (_, p) => {
    const [row, column] = [Math.floor(p / IMAGE_SIZE), p % IMAGE_SIZE];
    return cells[Math.floor(row / 8) * 6 + Math.floor(column / 8)];
  });

  it('find what each cell adds', async () => {
    const bright = cells.map((gray) => Math.max(0, gray - 100));
    const map = await gradCam(model, image, { label: 0 });
    near(map.values, normalized(bright), 1e-4);
    const { values, height } = await occlusionMap(model, image, { label: 0, patch: 8, stride: 8, fill: 100 });
    assert.equal(height, 6);
    near(
      values,
      bright.map((value) => value / 36),
      1e-3,
    );
    assert.ok(rankCorrelation(map.values, values) > 0.99);
  });
  it('agree over the image with patches that overlap, and on the brightest place', async () => {
    const [map, covered] = [
      await gradCam(model, image, { label: 0 }),
      await occlusionMap(model, image, { label: 0, fill: 0 }),
    ];
    assert.ok(rankCorrelation(map.pixels, covered.pixels) > 0.9);
    const cellOf = (pixels: Float32Array) => peakOf(pixels).map((place) => Math.floor(place / 8));
    const brightest = cells.indexOf(Math.max(...cells));
    assert.deepEqual(cellOf(covered.pixels), [Math.floor(brightest / 6), brightest % 6]);
    assert.deepEqual(cellOf(map.pixels), cellOf(covered.pixels));
  });
  it('see nothing that speaks for the other emotion', async () => {
    const map = await gradCam(model, image, { label: 1 });
    assert.ok(map.values.every((value) => value === 0) && map.pixels.every((value) => value === 0));
    const { values, pixels } = await occlusionMap(model, image, { label: 1, fill: 0 });
    assert.ok(values.every((value) => value <= 0) && pixels.every((value) => value === 0));
  });
  it('explain the answer where no label is given; the map by covering refuses what does not fit, without a leak', async () => {
    const before = tf.memory().numTensors;
    assert.deepEqual([...(await occlusionMap(model, image, { stride: 20 })).labels], [0]);
    await assert.rejects(
      occlusionMap(model, image, { patch: 49 }),
      /patch to be an integer from 1 to 48 but found 49/,
    );
    await assert.rejects(
      occlusionMap(model, image, { stride: 0 }),
      /stride to be an integer from 1 to 48 but found 0/,
    );
    await assert.rejects(occlusionMap(model, image, { fill: 256 }), /fill to be a gray value from 0 to 255/);
    assert.equal(tf.memory().numTensors, before);
  });
});

describe('gradCam() and occlusionMap() on a network that learned to tell patterns apart', () => {
  const SIZE = 14;
  const random = createRandom(11);
  type Place = readonly [top: number, left: number];
  /**
   * Patterns in noise: upright stripes (0), level stripes (1) or a bright square (2), each at its
   * place.
   */
  const drawn = (patterns: readonly { label: number; place: Place }[]) =>
    Float32Array.from({ length: IMAGE_BYTES }, (_, p) => {
      const noise = 110 + 12 * random.normal();
      for (const { label, place } of patterns) {
        const [y, x] = [Math.floor(p / IMAGE_SIZE) - place[0], (p % IMAGE_SIZE) - place[1]];
        const inside = y >= 0 && x >= 0 && y < SIZE && x < SIZE;
        if (inside) return [x % 4 < 2 ? 200 : 40, y % 4 < 2 ? 200 : 40, 210][label];
      }
      return noise;
    });
  const centreOf = (place: Place) => place.map((start) => start + SIZE / 2);
  function patterned(label: number) {
    const place: Place = [random.integer(IMAGE_SIZE - SIZE), random.integer(IMAGE_SIZE - SIZE)];
    return { pixels: drawn([{ label, place }]), label, centre: centreOf(place) };
  }
  const model = createResidual({
    ...{ name: 'patterns', stem: 16, wide: 16, blocks: [{ filters: 16, stride: 2 }], dropout: 0, seed: 3 },
    classes: 7,
  });
  after(() => model.dispose());
  before(async () => {
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
    const learned = Array.from({ length: 480 }, (_, i) => patterned(i % 3));
    const x = tf.tensor4d(Float32Array.from(learned.flatMap(({ pixels }) => [...pixels])), [
      learned.length,
      IMAGE_SIZE,
      IMAGE_SIZE,
      1,
    ]);
    const y = tf.tidy(() =>
      tf
        .oneHot(
          tf.tensor1d(
            learned.map(({ label }) => label),
            'int32',
          ),
          7,
        )
        .toFloat(),
    );
    await model.fit(x, y, { epochs: 4, batchSize: 32, shuffle: false, verbose: 0 });
    tf.dispose([x, y]);
  });

  it('point at the pattern, both at the same place, and agree elsewhere', async () => {
    const shown = Array.from({ length: 12 }, (_, i) => patterned(i % 3));
    const pixels = Float32Array.from(shown.flatMap(({ pixels }) => [...pixels]));
    const label = shown.map((own) => own.label);
    assert.deepEqual([...(await gradCam(model, pixels)).labels], label, 'the network has not learned it');
    const seen = await gradCam(model, pixels, { label });
    const covered = await occlusionMap(model, pixels, { label });
    shown.forEach(({ centre }, i) => {
      const [peak, other] = [seen, covered].map((map) => peakOf(mapOf(map.pixels, i)));
      assert.ok(
        distance(peak, centre) <= SIZE / 2,
        `${i}: peak at ${peak.join()}, pattern at ${centre.join()}`,
      );
      assert.ok(
        distance(peak, other) <= SIZE / 2,
        `${i}: peak at ${peak.join()}, by covering at ${other.join()}`,
      );
    });
    const correlations = shown.map((_, i) =>
      rankCorrelation(mapOf(seen.pixels, i), mapOf(covered.pixels, i)),
    );
    const mean = correlations.reduce((sum, value) => sum + value) / correlations.length;
    assert.ok(mean > 0.6, `mean rank correlation ${mean}`);
  });
  it('point at the one of two patterns that they are asked about', async () => {
    const places: Place[] = [
      [4, 4],
      [30, 28],
    ];
    for (const [first, second] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ]) {
      const pixels = drawn([
        { label: first, place: places[0] },
        { label: second, place: places[1] },
      ]);
      for (const [label, place] of [
        [first, places[0]],
        [second, places[1]],
      ] as const)
        for (const map of [
          await gradCam(model, pixels, { label }),
          await occlusionMap(model, pixels, { label }),
        ]) {
          const peak = peakOf(map.pixels);
          assert.ok(
            distance(peak, centreOf(place)) <= SIZE / 2,
            `${label} of ${first} and ${second}: ${peak.join()}`,
          );
        }
    }
  });
});
