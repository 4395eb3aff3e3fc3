import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { augmentImages, DEFAULT_AUGMENTATION, scaleAugmentation } from '../../../src/lib/dataset/index';

describe('scaleAugmentation()', () => {
  it('multiplies every amount but the probability of mirroring', () => {
    const doubled = scaleAugmentation(DEFAULT_AUGMENTATION, 2);
    assert.deepEqual(doubled, {
      ...{ flip: 0.5, shift: 0.2, rotation: 24, zoom: 0.2, brightness: 0.4, contrast: 0.4, erase: 0.5 },
      fill: 'nearest',
    });
    assert.deepEqual(scaleAugmentation(DEFAULT_AUGMENTATION, 1), DEFAULT_AUGMENTATION);
  });

  it('changes nothing at strength 0 but left and right', () => {
    const image = Uint8Array.from({ length: 48 * 48 }, (_, i) => i % 251);
    const scaled = scaleAugmentation({ ...DEFAULT_AUGMENTATION, flip: 0 }, 0);
    assert.deepEqual(Array.from(augmentImages(image, { ...scaled, seed: 1 })), Array.from(image));
  });

  it('keeps probabilities and factors possible', () => {
    const { erase, zoom, brightness, contrast } = scaleAugmentation(DEFAULT_AUGMENTATION, 100);
    assert.deepEqual([erase, zoom, brightness, contrast], [1, 0.9, 1, 1]);
  });

  it('rejects a strength that is none', () => {
    for (const strength of [-1, NaN, Infinity])
      assert.throws(() => scaleAugmentation(DEFAULT_AUGMENTATION, strength), {
        message: `Expected the strength of an augmentation to be a number of at least 0 but found ${strength}.`,
      });
  });
});
