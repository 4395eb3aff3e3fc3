import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { augmentDataset } from '../../src/lib/dataset/augment/augment-dataset';
import { IMAGE_BYTES, IMAGE_SIZE, type Dataset } from '../../src/lib/dataset/dataset';
import { sampleImages } from '../../src/lib/dataset/sample-images';
import { EMOTIONS } from '../../src/lib/emotions';

const n = 20;
const dataset: Dataset = {
  // Image i has the gray value 10 * i, but for one white pixel in its top left corner.
  classes: EMOTIONS,
  images: Uint8Array.from({ length: n * IMAGE_BYTES }, (_, i) =>
    i % IMAGE_BYTES === 0 ? 255 : 10 * Math.floor(i / IMAGE_BYTES),
  ),
  labels: Uint8Array.from({ length: n }, (_, i) => i % 7),
  splits: Array.from({ length: n }, () => 'train' as const),
  names: Array.from({ length: n }, (_, i) => `train/${i}.jpg`),
  source: { kind: 'drawn faces', form: 'folder', path: 'nowhere', fingerprint: '', labeledBy: 'own' },
};

describe('sampleImages()', () => {
  it('draws different images, the same ones for the same seed', () => {
    const some = sampleImages(dataset, { count: 6, seed: 3 });
    assert.equal(new Set(some.names).size, 6);
    assert.deepEqual(sampleImages(dataset, { count: 6, seed: 3 }).names, some.names);
    assert.notDeepEqual(sampleImages(dataset, { count: 6, seed: 4 }).names, some.names);
    some.names.forEach((name, i) =>
      assert.equal(some.images[i * IMAGE_BYTES + 1], 10 * dataset.names.indexOf(name)),
    );
  });

  it('refuses more images than there are', () => {
    assert.throws(() => sampleImages(dataset, { count: 21, seed: 1 }), {
      message: 'Expected count to be an integer from 1 to 20 (the number of images) but found 21.',
    });
  });
});

describe('augmentDataset()', () => {
  it('mirrors every image and keeps its label when only the flip is on', () => {
    const flipped = augmentDataset(dataset, { flip: 1, seed: 1 });
    assert.deepEqual(flipped.labels, dataset.labels);
    for (let i = 0; i < n; i++) {
      assert.equal(flipped.images[i * IMAGE_BYTES + IMAGE_SIZE - 1], 255);
      assert.equal(flipped.images[i * IMAGE_BYTES], 10 * i);
    }
  });
});
