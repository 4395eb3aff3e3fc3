import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFaceTracker } from '../../src/lib/faces/track-faces';

/** A square face by its centre. */
const face = (x: number, y = 200, size = 80) => ({
  box: { x: x - size / 2, y: y - size / 2, width: size, height: size },
});

/** Times `every` seconds apart. */
const times = (count: number, every = 0.2) => Array.from({ length: count }, (_, i) => i * every);

describe('createFaceTracker()', () => {
  it('keeps the numbers of faces that change places in the list', () => {
    const tracker = createFaceTracker();
    assert.deepEqual(tracker.update([face(100), face(400)], 0), [1, 2]);
    assert.deepEqual(tracker.update([face(405), face(104)], 0.2), [2, 1]);
  });

  it('keeps the numbers of two faces that cross', () => {
    const tracker = createFaceTracker();
    // 200 pixels a second towards each other; they are at the same place after 1.5 s.
    for (const time of times(16)) {
      const [a, b] = [face(100 + 200 * time), face(700 - 200 * time, 210)];
      assert.deepEqual(tracker.update([a, b], time), [1, 2], `after ${time} s`);
    }
  });

  it('keeps them when the detector sees one of the two where they cross', () => {
    const tracker = createFaceTracker();
    for (const time of times(16)) {
      const [x, y] = [100 + 200 * time, 700 - 200 * time];
      const isHidden = Math.abs(x - y) < 90;
      const found = tracker.update(isHidden ? [face(x)] : [face(x), face(y)], time);
      assert.deepEqual(found, isHidden ? [1] : [1, 2], `after ${time} s`);
    }
  });

  it('keeps the number of a face that is missing for a second, standing or walking', () => {
    for (const speed of [0, 150]) {
      const tracker = createFaceTracker();
      for (const time of times(5)) assert.deepEqual(tracker.update([face(100 + speed * time)], time), [1]);
      for (const time of [1, 1.2, 1.4, 1.6, 1.8]) assert.deepEqual(tracker.update([], time), []);
      assert.deepEqual(tracker.update([face(100 + speed * 2)], 2), [1], `${speed} pixels a second`);
    }
  });

  it('gives a face that comes back after three seconds a new number', () => {
    const tracker = createFaceTracker();
    for (const time of times(5)) tracker.update([face(100)], time);
    assert.deepEqual(tracker.update([face(100)], 3.8), [2]);
  });

  it('gives a face elsewhere, or of another size, a new number', () => {
    const tracker = createFaceTracker();
    tracker.update([face(100)], 0);
    assert.deepEqual(tracker.update([face(100), face(300)], 0.2), [1, 2]);
    assert.deepEqual(tracker.update([face(100, 200, 200), face(300)], 0.4), [3, 2]);
  });

  it('rejects a frame that is not later than the last one', () => {
    const tracker = createFaceTracker();
    tracker.update([], 1);
    assert.throws(
      () => tracker.update([], 1),
      /Expected the frame's time to be later than the last one's, 1 but/,
    );
    assert.throws(() => createFaceTracker({ maxGap: 0 }), /maxGap to be a number of seconds above 0/);
  });
});
