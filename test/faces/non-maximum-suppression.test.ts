import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/lib/engine/tensorflow';
import { makeLandmarks } from '../../src/lib/faces/make-landmarks';
import { suppressNonMaxima } from '../../src/lib/faces/non-maximum-suppression';
import { containment, iou } from '../../src/lib/faces/overlap';
import { createRandom } from '../../src/lib/random';

const face = (x: number, y: number, side: number, score: number) => ({
  box: { x, y, width: side, height: side },
  score,
  landmarks: makeLandmarks((_, k) => ({ x: x + k, y: y + 2 * k })),
});

test('overlap is measured by intersection over union, and over the smaller box', () => {
  const a = { x: 0, y: 0, width: 4, height: 4 };
  const b = { x: 2, y: 2, width: 4, height: 2 };
  assert.equal(iou(a, b), 4 / (16 + 8 - 4));
  assert.equal(containment(a, b), 4 / 8);
  assert.equal(iou(a, { ...a, x: 4 }), 0);
  assert.equal(iou(a, a), 1);
});

test('boxes of one face become their mean, weighted by score', () => {
  const found = suppressNonMaxima([face(10, 10, 20, 0.6), face(14, 12, 20, 0.9), face(100, 50, 30, 0.5)]);
  assert.deepEqual(
    found.map(({ score }) => score),
    [0.9, 0.5],
  );
  const [x, y] = [(10 * 0.6 + 14 * 0.9) / 1.5, (10 * 0.6 + 12 * 0.9) / 1.5];
  assert.ok(Math.abs(found[0].box.x - x) < 1e-9 && Math.abs(found[0].box.y - y) < 1e-9);
  assert.ok(Math.abs(found[0].landmarks.mouth.x - (x + 3)) < 1e-9);
  assert.equal(found[0].box.width, 20);
  assert.deepEqual(found[1].box, { x: 100, y: 50, width: 30, height: 30 });
});

test('a box within the box of a close-up is not a second face', () => {
  const [closeUp, ...others] = suppressNonMaxima([face(0, 0, 200, 0.9), face(60, 60, 60, 0.7)]);
  assert.deepEqual(others, []);
  // It is not averaged with the small box either.
  assert.deepEqual(closeUp.box, { x: 0, y: 0, width: 200, height: 200 });
});

test("keeps as many faces as TensorFlow's own op where no box contains another", () => {
  const random = createRandom(5);
  const boxes = Array.from({ length: 60 }, () =>
    face(random.next() * 300, random.next() * 300, 40, 0.5 + random.next() / 2),
  );
  const kept = tf.tidy(() =>
    tf.image
      .nonMaxSuppression(
        boxes.map(({ box }) => [box.y, box.x, box.y + box.height, box.x + box.width]),
        boxes.map(({ score }) => score),
        ...([boxes.length, 0.3] as const),
      )
      .arraySync(),
  );
  const sameSize = suppressNonMaxima(boxes).map(({ score }) => score);
  // Of boxes of one size, 0.7 of the smaller is 0.54 in iou: more than 0.3, so the same rule decides.
  assert.deepEqual(
    sameSize,
    kept.map((i) => boxes[i].score),
  );
  assert.ok(kept.length > 10 && kept.length < 60);
});

test('no candidates are no faces', () => assert.deepEqual(suppressNonMaxima([]), []));
