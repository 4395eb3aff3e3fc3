import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMOTIONS } from '../../src/lib/emotions';
import { brightness } from '../../src/lib/dataset/brightness';
import { contrast } from '../../src/lib/dataset/contrast';
import { deviationFace } from '../../src/lib/dataset/deviation-face';
import { meanFace } from '../../src/lib/dataset/mean-face';
import { findOutliers } from '../../src/lib/statistics/outliers';

const flat = (value: number) => new Uint8Array(2304).fill(value);
const halves = Uint8Array.from({ length: 2304 }, (_, i) => (i < 1152 ? 0 : 255));
const dataset = {
  images: new Uint8Array(Buffer.concat([flat(10), flat(21), halves])),
  classes: EMOTIONS,
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

describe('deviationFace()', () => {
  it('is the standard deviation of each pixel, over one emotion or all', () => {
    // 10 and 21 lie 5.5 from their mean.
    assert.deepEqual(deviationFace(dataset, 3), new Float32Array(2304).fill(5.5));
    assert.deepEqual(deviationFace(dataset, 4), new Float32Array(2304));
    const [mean, last] = [31 / 3, [10, 21, 255]];
    assert.equal(
      deviationFace(dataset)[0],
      Math.fround(Math.sqrt([10, 21, 0].reduce((sum, gray) => sum + (gray - mean) ** 2 / 3, 0))),
    );
    const lastMean = 286 / 3;
    assert.equal(
      deviationFace(dataset)[2303],
      Math.fround(Math.sqrt(last.reduce((sum, gray) => sum + (gray - lastMean) ** 2 / 3, 0))),
    );
  });

  it('refuses an emotion without an image', () => {
    assert.throws(() => deviationFace(dataset, 1), /images of Disgust but found none/);
  });
});

describe('outliers()', () => {
  const values = [5, 5, 6, 7, 8, 9, 100, -40, 5];
  it('gives both ends, the farthest first, and of equals the earlier', () => {
    const { lowest, highest } = findOutliers(values, { count: 3 });
    assert.deepEqual(lowest, [7, 0, 1]);
    assert.deepEqual(highest, [6, 5, 4]);
    assert.equal(findOutliers(values).lowest.length, 8);
    assert.equal(findOutliers([1, 2]).highest.length, 2);
  });
  it("counts what lies outside of Tukey's fences", () => {
    // Sorted: -40 5 5 5 6 7 8 9 100; quartiles 5 and 8, so the fences are 4.5 away.
    const { fences, below, above } = findOutliers(values);
    assert.deepEqual([fences, below, above], [{ low: 0.5, high: 12.5 }, 1, 1]);
    // NumPy: quantile([1, 2, 3, 4], [0.25, 0.75]) is 1.75 and 3.25.
    assert.deepEqual(findOutliers([4, 1, 3, 2]).fences, { low: -0.5, high: 5.5 });
    assert.deepEqual(findOutliers([7]).fences, { low: 7, high: 7 });
  });
  it('refuses no values, what is no number and a count of 0', () => {
    assert.throws(() => findOutliers([]), /values to be at least one but found 0/);
    assert.throws(() => findOutliers([1, NaN]), /value 1 to be a finite number but found NaN/);
    assert.throws(() => findOutliers([1], { count: 0 }), /count to be an integer greater than 0 but found 0/);
  });
});

describe('brightness()', () => {
  it('is the mean of each image', () => assert.deepEqual([...brightness(dataset)], [10, 21, 127.5]));
});

describe('contrast()', () => {
  it('is the standard deviation of each image', () =>
    assert.deepEqual([...contrast(dataset)], [0, 0, 127.5]));
});
