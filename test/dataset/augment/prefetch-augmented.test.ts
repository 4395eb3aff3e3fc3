import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { augmentImages, DEFAULT_AUGMENTATION } from '../../../src/lib/dataset/augment/augment-images';
import { prefetchAugmented, type ToAugment } from '../../../src/lib/dataset/augment/prefetch-augmented';

/** Two images of a part, always the same for the same index. */
const part = (index: number): ToAugment => ({
  pixels: Uint8Array.from({ length: 2 * 48 * 48 }, (_, i) => (i * (index + 7)) % 256),
  options: { ...DEFAULT_AUGMENTATION, seed: index },
});

describe('prefetchAugmented()', () => {
  it('gives what augmentImages gives, in order', () => {
    const found = [...prefetchAugmented(5, part)];
    assert.equal(found.length, 5);
    found.forEach((images, index) => {
      const { pixels, options } = part(index);
      assert.deepEqual(images, augmentImages(pixels, options));
    });
  });

  it('keeps what several loops ask for apart, and forgets what a loop that ended early had begun', () => {
    for (const images of prefetchAugmented(5, part)) {
      assert.equal(images.length, 2 * 48 * 48);
      break;
    }
    const [one, other] = [prefetchAugmented(3, part), prefetchAugmented(3, (index) => part(index + 10))];
    for (let index = 0; index < 3; index++) {
      assert.deepEqual(other.next().value, augmentImages(part(index + 10).pixels, part(index + 10).options));
      assert.deepEqual(one.next().value, augmentImages(part(index).pixels, part(index).options));
    }
  });

  it("throws the thread's error where its part is asked for", () => {
    const images = prefetchAugmented(3, (index) => ({
      ...part(index),
      pixels: new Uint8Array(index ? 5 : 2304),
    }));
    assert.equal(images.next().value?.length, 2304);
    assert.throws(
      () => images.next(),
      /Expected images to be whole images of 2304 values but found 5 values/,
    );
  });
});
