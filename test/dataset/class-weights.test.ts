import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMOTIONS } from '../../src/lib/emotions';
import { classWeights } from '../../src/lib/dataset/class-weights';

describe('classWeights()', () => {
  it('gives every emotion the same weight in sum, with a mean of 1 over the images', () => {
    const labels = Uint8Array.from([0, 0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 6, 6, 6]);
    const weights = classWeights({ classes: EMOTIONS, labels });
    assert.deepEqual(weights, [0.5, 2, 1, 2, 2, 2, 0.5]);
    const mean = labels.reduce((sum, label) => sum + weights[label], 0) / labels.length;
    assert.ok(Math.abs(mean - 1) < 1e-12);
  });

  it('refuses a data set without one of the emotions', () => {
    assert.throws(
      () => classWeights({ classes: EMOTIONS, labels: Uint8Array.from([0, 2, 3, 4, 5, 6]) }),
      /images of Disgust/,
    );
  });
});
