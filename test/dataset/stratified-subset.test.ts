import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countByClass } from '../../src/lib/dataset/count-by-class';
import { SPLITS } from '../../src/lib/dataset/dataset';
import { stratifiedSubset } from '../../src/lib/dataset/stratified-subset';
import { inMemory } from './support/tiny-set';

// For each split 10 images of label 0, 20 of label 1, 3 of label 5 and none of the others.
const images = SPLITS.flatMap((split) =>
  [0, 1, 5].flatMap((label) =>
    Array.from({ length: [10, 20, 0, 0, 0, 3][label] }, (_, i) => ({ seed: label * 100 + i, label, split })),
  ),
);
const dataset = inMemory(images);

describe('stratifiedSubset()', () => {
  it('takes the part of each class of each split, at least one', () => {
    const counts = countByClass(stratifiedSubset(dataset, { fraction: 0.1, seed: 1 }));
    for (const split of SPLITS) assert.deepEqual(counts[split], [1, 2, 0, 0, 0, 1, 0]);
  });

  it('keeps the order of the data set and takes no image twice', () => {
    const { names } = stratifiedSubset(dataset, { fraction: 0.5, seed: 1 });
    const numbers = names.map((name) => Number(name.split(' ')[1]));
    assert(numbers.every((number, i) => i === 0 || number > numbers[i - 1]));
  });

  it('takes the same images for the same seed and others for another', () => {
    const take = (seed: number) => stratifiedSubset(dataset, { fraction: 0.5, seed }).names;
    assert.deepEqual(take(1), take(1));
    assert.notDeepEqual(take(1), take(2));
  });

  it('takes all for 1', () => {
    const all = stratifiedSubset(dataset, { fraction: 1, seed: 1 });
    assert.deepEqual({ ...all, source: dataset.source }, dataset);
  });

  it('refuses a fraction outside of 0 to 1', () => {
    for (const fraction of [0, -1, 1.1, NaN])
      assert.throws(
        () => stratifiedSubset(dataset, { fraction, seed: 1 }),
        /fraction .* above 0 and up to 1/,
      );
  });
});
