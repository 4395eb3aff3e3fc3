import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findMistakes } from '../../src/lib/evaluation/index';
import { sureOf, syntheticDataset } from './synthetic';

describe('mistakes()', () => {
  const dataset = syntheticDataset([0, 1, 2, 3, 4]);
  const probabilities = sureOf([0, 6, 5, 3, 0], [0.9, 0.4, 0.8, 0.6, 0.7]);

  it('lists misclassified images, the most confident first', () => {
    const found = findMistakes(dataset, probabilities);
    assert.deepEqual(
      found.map(({ index, label, predicted, name }) => [index, label, predicted, name]),
      [
        [2, 2, 5, 'test/2/2.jpg'],
        [4, 4, 0, 'test/4/4.jpg'],
        [1, 1, 6, 'test/1/1.jpg'],
      ],
    );
    assert.ok(Math.abs(found[0].confidence - 0.8) < 1e-6);
    assert.equal(found[0].split, 'privateTest');
  });
  it('stops at count', () => {
    assert.deepEqual(
      findMistakes(dataset, probabilities, { count: 1 }).map(({ index }) => index),
      [2],
    );
  });
  it('rejects probabilities of other images', () => {
    assert.throws(() => findMistakes(dataset, sureOf([0])), /7 for each of the 5 images \(35\) but found 7/);
  });
});
