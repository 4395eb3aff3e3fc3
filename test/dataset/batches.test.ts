import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_AUGMENTATION } from '../../src/lib/dataset/augment/augment-images';
import { createBatches } from '../../src/lib/dataset/batches';
import { tf } from '../../src/lib/engine/tensorflow';

/** `n` images, each of one gray value (its number), with labels 0, 1, 2, ... */
function plainDataset(n: number) {
  return {
    images: Uint8Array.from({ length: n * 2304 }, (_, i) => Math.floor(i / 2304)),
    labels: Uint8Array.from({ length: n }, (_, i) => i % 7),
  };
}

/** What a loop over the batches sees, the tensors freed. */
function collect(epoch: ReturnType<typeof createBatches>) {
  return [...epoch].map((batch) => {
    const seen = { x: batch.x.dataSync(), y: batch.y.arraySync(), indices: [...batch.indices] };
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

  it('moves the targets towards soft ones, weighted like the label', () => {
    const soft = [0, 0, 0, 1, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5];
    const [{ y }] = collect(
      createBatches(plainDataset(2), {
        shuffle: false,
        classWeights: [1, 2, 1, 1, 1, 1, 1],
        softTargets: { probabilities: Float32Array.from(soft), share: 0.25 },
      }),
    );
    assert.deepEqual(y, [
      [0.75, 0, 0, 0.25, 0, 0, 0],
      [0, 1.75, 0, 0, 0, 0, 0.25],
    ]);
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
    assert.throws(() => createBatches(data, { classWeights: [1, 2] }), /classWeights to be seven numbers/);
    assert.throws(
      () => createBatches(data, { softTargets: { probabilities: new Float32Array(14), share: 0.5 } }),
      /softTargets.probabilities to be 21 numbers, seven for each image but found 14/,
    );
  });
});
