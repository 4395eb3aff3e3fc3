import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_AUGMENTATION } from '../../src/lib/dataset/augment/augment-images';
import { createBatches } from '../../src/lib/dataset/batches';
import { EMOTIONS } from '../../src/lib/emotions';
import { tf } from '../../src/lib/engine/tensorflow';

/** `n` images, each of one gray value (its number), with labels 0, 1, 2, ... */
function plainDataset(n: number) {
  return {
    classes: EMOTIONS,
    images: Uint8Array.from({ length: n * 2304 }, (_, i) => Math.floor(i / 2304)),
    labels: Uint8Array.from({ length: n }, (_, i) => i % 7),
  };
}

/** What a loop over the batches sees, the tensors freed. */
function collect(epoch: ReturnType<typeof createBatches>) {
  return [...epoch].map((batch) => {
    const seen = { x: batch.x.dataSync<'float32'>(), y: batch.y.arraySync(), indices: [...batch.indices] };
    batch.dispose();
    return seen;
  });
}

describe('batches()', () => {
  it('shows every image once in an epoch, with its own pixels and label', () => {
    const epoch = createBatches(plainDataset(50), { batchSize: 16, seed: 1 });
    const seen = collect(epoch);
    assert.equal(epoch.length, 4);
    assert.equal(epoch.images, 50);
    assert.deepEqual(
      seen.map((batch) => batch.indices.length),
      [16, 16, 16, 2],
    );
    const indices = seen.flatMap((batch) => batch.indices);
    assert.notDeepEqual(indices.slice(0, 4), [0, 1, 2, 3]);
    assert.deepEqual(
      indices.sort((a, b) => a - b),
      Array.from({ length: 50 }, (_, i) => i),
    );
    for (const { x, y, indices } of seen) {
      indices.forEach((index, i) => {
        assert.ok(x.slice(i * 2304, (i + 1) * 2304).every((value) => value === index));
        assert.deepEqual(
          y[i],
          [0, 1, 2, 3, 4, 5, 6].map((label) => (label === index % 7 ? 1 : 0)),
        );
      });
    }
  });

  it('is the same for the same seed and epoch, and another for another', () => {
    const data = plainDataset(40);
    const run = (seed: number, epoch: number) =>
      collect(createBatches(data, { batchSize: 16, seed, epoch, augmentation: DEFAULT_AUGMENTATION }));
    assert.deepEqual(run(1, 0), run(1, 0));
    assert.notDeepEqual(run(1, 0), run(1, 1));
    assert.notDeepEqual(run(1, 0), run(2, 0));
    const twice = createBatches(data, { seed: 3 });
    assert.deepEqual(collect(twice), collect(twice));
  });

  it('keeps the order of the data set when not shuffled', () => {
    const seen = collect(createBatches(plainDataset(9), { batchSize: 4, shuffle: false }));
    assert.deepEqual(
      seen.map((batch) => batch.indices),
      [[0, 1, 2, 3], [4, 5, 6, 7], [8]],
    );
  });

  it('smooths and weighs the targets', () => {
    const [{ y }] = collect(
      createBatches(plainDataset(2), {
        shuffle: false,
        labelSmoothing: 0.7,
        classWeights: [1, 2, 1, 1, 1, 1, 1],
      }),
    );
    const expected = [
      [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
      [0.2, 0.8, 0.2, 0.2, 0.2, 0.2, 0.2],
    ];
    y.forEach((row, i) => row.forEach((value, j) => assert.ok(Math.abs(value - expected[i][j]) < 1e-6)));
  });

  it('takes distributions in place of labels, smoothed and weighted like them', () => {
    const shares = [0.5, 0, 0, 0.5, 0, 0, 0, 0, 0.25, 0, 0, 0, 0, 0.75];
    const options = { shuffle: false, labelDistributions: Float32Array.from(shares) };
    const [plain] = collect(createBatches(plainDataset(2), options));
    assert.deepEqual(plain.y, [shares.slice(0, 7), shares.slice(7)]);
    const [{ y }] = collect(
      createBatches(plainDataset(2), {
        ...options,
        labelSmoothing: 0.7,
        classWeights: [1, 2, 1, 1, 1, 1, 1],
      }),
    );
    // 0.3 of each share plus 0.1; the second image's label, 1, has the weight 2.
    const expected = [
      [0.25, 0.1, 0.1, 0.25, 0.1, 0.1, 0.1],
      [0.2, 0.35, 0.2, 0.2, 0.2, 0.2, 0.65],
    ];
    y.forEach((row, i) => row.forEach((value, j) => assert.ok(Math.abs(value - expected[i][j]) < 1e-6)));
  });

  it('keeps the distribution of each image when shuffled', () => {
    const labelDistributions = new Float32Array(20 * 7);
    for (let i = 0; i < 20; i++) {
      labelDistributions[i * 7] = i / 20;
      labelDistributions[i * 7 + 6] = 1 - i / 20;
    }
    for (const { y, indices } of collect(createBatches(plainDataset(20), { seed: 1, labelDistributions })))
      indices.forEach((index, i) => assert.ok(Math.abs(y[i][0] - index / 20) < 1e-6));
  });

  it('mixes the targets with what a teacher says of the very pixels, augmented as they are', () => {
    const seen: Float32Array[] = [];
    // An image's brightness decides how sure it is of the fourth emotion; the first has the rest.
    const fourthOf = (pixels: Float32Array) => pixels.reduce((sum, value) => sum + value, 0) / 2304 / 255;
    const teacher = {
      share: 0.25,
      predict: (images: tf.Tensor4D) => {
        const pixels = images.dataSync<'float32'>();
        seen.push(pixels);
        const rows = Array.from({ length: images.shape[0] }, (_, i) => {
          const fourth = fourthOf(pixels.subarray(i * 2304, (i + 1) * 2304));
          return [1 - fourth, 0, 0, fourth, 0, 0, 0];
        });
        return tf.tensor2d(rows);
      },
    };
    const epoch = createBatches(plainDataset(10), {
      ...{ batchSize: 4, seed: 2, augmentation: DEFAULT_AUGMENTATION, teacher },
      classWeights: [1, 2, 1, 1, 1, 1, 1],
    });
    const batches = collect(epoch);
    assert.equal(seen.length, 3);
    batches.forEach(({ x, y, indices }, step) => {
      assert.deepEqual(seen[step], x);
      indices.forEach((index, i) => {
        const fourth = fourthOf(x.subarray(i * 2304, (i + 1) * 2304));
        const label = index % 7;
        const weight = label === 1 ? 2 : 1;
        y[i].forEach((value, emotion) => {
          const taught = emotion === 3 ? fourth : emotion === 0 ? 1 - fourth : 0;
          const expected = weight * (0.75 * (emotion === label ? 1 : 0) + 0.25 * taught);
          assert.ok(Math.abs(value - expected) < 1e-5, `${value} is not ${expected}`);
        });
      });
    });
  });

  it("refuses a teacher's NaN, too few predictions, and an impossible share, and frees the batch", () => {
    const before = tf.memory().numTensors;
    const use = (values: number[], share = 0.5) =>
      collect(
        createBatches(plainDataset(1), {
          teacher: { share, predict: () => tf.tensor2d(values, [1, values.length]) },
        }),
      );
    assert.equal(use([1, 0, 0, 0, 0, 0, 0]).length, 1);
    assert.throws(() => use([1, 0, NaN, 0, 0, 0, 0]), /teacher's predictions to be 7 prob.* but found NaN/);
    assert.throws(() => use([1, 0, -0.5, 0, 0, 0, 0]), /from 0 to 1 but found -0\.5/);
    assert.throws(() => use([1, 0]), /to be 7 probabilities .* found 2/);
    assert.throws(() => use([1, 0, 0, 0, 0, 0, 0], 1.5), /teacher's share to be from 0 to 1 but found 1\.5/);
    assert.equal(tf.memory().numTensors, before);
  });

  it('leaves no tensor behind when the batches are disposed of', () => {
    const before = tf.memory().numTensors;
    collect(createBatches(plainDataset(20), { batchSize: 8, augmentation: DEFAULT_AUGMENTATION }));
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses what cannot be', () => {
    const data = plainDataset(3);
    assert.throws(
      () => createBatches(data, { batchSize: 0 }),
      /batchSize to be a whole number greater than 0 but found 0/,
    );
    assert.throws(() => createBatches(plainDataset(0)), /at least one image but found none/);
    assert.throws(() => createBatches(data, { labelSmoothing: 1 }), /labelSmoothing/);
    assert.throws(() => createBatches(data, { classWeights: [1, 2] }), /classWeights to be 7 numbers/);
    assert.throws(
      () => createBatches(data, { labelDistributions: new Float32Array(14) }),
      /labelDistributions to be 21 numbers, 7 for each image but found 14/,
    );
    const shares = [1, 0, 0, 0, 0, 0, 0, 0.5, 0.25, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    assert.throws(
      () => createBatches(data, { labelDistributions: Float32Array.from(shares) }),
      /labelDistributions of image 1 to be 7 shares that add up to 1 but found 0\.5, 0\.25, 0/,
    );
  });
});
