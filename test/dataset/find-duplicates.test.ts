import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findDuplicates } from '../../src/lib/dataset/find-duplicates';
import { inMemory } from './support/tiny-set';

describe('findDuplicates()', () => {
  it('groups equal pixels, and finds the tests in train and the labels in conflict', () => {
    const dataset = inMemory([
      { seed: 1, label: 0, split: 'train' },
      { seed: 2, label: 0, split: 'train' },
      { seed: 1, label: 0, split: 'publicTest' },
      { seed: 3, label: 4, split: 'publicTest' },
      { seed: 3, label: 5, split: 'privateTest' },
      { seed: 1, label: 0, split: 'train' },
      { seed: 4, label: 6, split: 'train' },
    ]);
    assert.deepEqual(findDuplicates(dataset), {
      groups: [
        [0, 2, 5],
        [3, 4],
      ],
      redundant: 3,
      testsInTrain: [2],
      conflicting: [[3, 4]],
    });
  });

  it('tells images apart that differ in one pixel by one', () => {
    const dataset = inMemory([
      { seed: 1, label: 0 },
      { seed: 1, label: 0 },
    ]);
    assert.equal(findDuplicates(dataset).groups.length, 1);
    dataset.images[2304 * 2 - 1] ^= 1;
    assert.equal(findDuplicates(dataset).groups.length, 0);
  });

  it('finds nothing in an empty data set', () => {
    assert.deepEqual(findDuplicates(inMemory([{ seed: 1, label: 0 }].slice(1))).groups, []);
  });
});
