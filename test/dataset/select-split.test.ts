import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { selectSplit } from '../../src/lib/dataset/select-split';
import type { Split } from '../../src/lib/dataset/dataset';
import { inMemory, noise } from './support/tiny-set';

const dataset = inMemory([
  { seed: 1, label: 0, split: 'train' },
  { seed: 2, label: 1, split: 'publicTest' },
  { seed: 3, label: 2, split: 'privateTest' },
  { seed: 4, label: 3, split: 'publicTest' },
]);

describe('selectSplit()', () => {
  it('takes the images of one split with all that belongs to them', () => {
    const { images, labels, splits, names } = selectSplit(dataset, 'publicTest');
    assert.deepEqual(images, new Uint8Array(Buffer.concat([noise(2), noise(4)])));
    assert.deepEqual([...labels], [1, 3]);
    assert.deepEqual(splits, ['publicTest', 'publicTest']);
    assert.deepEqual(names, ['image 1', 'image 3']);
  });

  it('takes several splits together, in their own order', () => {
    assert.deepEqual(selectSplit(dataset, ['privateTest', 'publicTest']).names, [
      'image 1',
      'image 2',
      'image 3',
    ]);
  });

  it('shares the pixels of images side by side, and copies those of others', () => {
    for (const name of ['train', 'publicTest', 'privateTest'] as const) {
      const part = selectSplit(dataset, name);
      const indices = [...dataset.splits.keys()].filter((i) => dataset.splits[i] === name);
      const pixels = indices.flatMap((i) => [...dataset.images.subarray(i * 2304, (i + 1) * 2304)]);
      assert.deepEqual([...part.images], pixels, name);
      const isRun = indices.every((index, i) => index === indices[0] + i);
      assert.equal(part.images.buffer === dataset.images.buffer, isRun, name);
    }
  });

  it('gives a part a fingerprint of its own, the same for the same images in another order', () => {
    const a = inMemory([
      { seed: 1, label: 0 },
      { seed: 2, label: 1 },
    ]);
    const b = inMemory([
      { seed: 2, label: 1 },
      { seed: 1, label: 0 },
    ]);
    const c = inMemory([
      { seed: 1, label: 1 },
      { seed: 2, label: 0 },
    ]);
    const [inA, inB, inC] = [a, b, c].map((set) => selectSplit(set, 'train').source.fingerprint);
    assert.match(inA, /^[0-9a-f]{64}$/);
    assert.equal(inA, inB);
    assert.notEqual(inA, inC);
  });

  it('refuses a split that it does not know', () => {
    assert.throws(
      () => selectSplit(dataset, 'validation' as Split),
      /train, publicTest, privateTest but found validation/,
    );
  });
});
