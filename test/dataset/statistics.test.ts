import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brightness } from '../../src/lib/dataset/brightness';
import { contrast } from '../../src/lib/dataset/contrast';
import { meanFace } from '../../src/lib/dataset/mean-face';

const flat = (value: number) => new Uint8Array(2304).fill(value);
const halves = Uint8Array.from({ length: 2304 }, (_, i) => (i < 1152 ? 0 : 255));
const dataset = {
  images: new Uint8Array(Buffer.concat([flat(10), flat(21), halves])),
  labels: Uint8Array.from([3, 3, 4]),
};

describe('meanFace()', () => {
  it('is the mean of each pixel, over one emotion or all', () => {
    assert.deepEqual(meanFace(dataset, 3), new Float32Array(2304).fill(15.5));
    const all = meanFace(dataset);
    assert.equal(all[0], Math.fround(31 / 3));
    assert.equal(all[2303], Math.fround(286 / 3));
  });

  it('refuses an emotion without an image', () => {
    assert.throws(() => meanFace(dataset, 0), /images of Anger but found none/);
  });
});

describe('brightness()', () => {
  it('is the mean of each image', () => assert.deepEqual([...brightness(dataset)], [10, 21, 127.5]));
});

describe('contrast()', () => {
  it('is the standard deviation of each image', () =>
    assert.deepEqual([...contrast(dataset)], [0, 0, 127.5]));
});
