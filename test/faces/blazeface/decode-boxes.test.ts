import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANCHORS } from '../../../src/lib/faces/blazeface/anchors';
import { BOX_NUMBERS, decodeBoxes } from '../../../src/lib/faces/blazeface/decode-boxes';

const COUNT = 896;

test('the anchors are those that MediaPipe generates for the back camera', () => {
  // mediapipe/modules/face_detection/face_detection_back: strides 16, 32, 32, 32, one aspect ratio
  // and an interpolated one, offset 0.5, fixed sizes. Layers of the same stride are one grid.
  const expected: number[] = [];
  const strides = [16, 32, 32, 32];
  for (let layer = 0; layer < strides.length;) {
    const stride = strides[layer];
    let boxes = 0;
    for (; strides[layer] === stride; layer++) boxes += 2;
    for (let y = 0; y < 256 / stride; y++)
      for (let x = 0; x < 256 / stride; x++)
        for (let box = 0; box < boxes; box++) expected.push((x + 0.5) * stride, (y + 0.5) * stride);
  }
  assert.deepEqual([...ANCHORS], expected);
  assert.equal(ANCHORS.length, 2 * COUNT);
});

test('a box is measured from its anchor, its score through a sigmoid', () => {
  const logits = new Float32Array(COUNT).fill(-20);
  const boxes = new Float32Array(COUNT * BOX_NUMBERS);
  // Anchor 511 is the last of the finer grid, at (248, 248); 512 the first of the coarser, (16, 16).
  logits[511] = Math.log(3);
  boxes.set([-8, 4, 40, 60, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 511 * BOX_NUMBERS);
  logits[512] = 0;
  boxes.set([0, 0, 10, 10], 512 * BOX_NUMBERS);
  const [first, second, ...others] = decodeBoxes({ logits, boxes }, 0.5);
  assert.equal(others.length, 0);
  assert.deepEqual(first.box, { x: 240 - 20, y: 252 - 30, width: 40, height: 60 });
  assert.ok(Math.abs(first.score - 0.75) < 1e-6);
  assert.deepEqual(first.landmarks, {
    rightEye: { x: 249, y: 250 },
    leftEye: { x: 251, y: 252 },
    nose: { x: 253, y: 254 },
    mouth: { x: 255, y: 256 },
    rightEar: { x: 257, y: 258 },
    leftEar: { x: 259, y: 260 },
  });
  assert.deepEqual(second.box, { x: 11, y: 11, width: 10, height: 10 });
  assert.equal(decodeBoxes({ logits, boxes }, 0.51).length, 1);
});

test('what is not a number, and a box without an area, is no face', () => {
  const logits = new Float32Array(COUNT).fill(NaN);
  logits[3] = 9;
  assert.deepEqual(decodeBoxes({ logits, boxes: new Float32Array(COUNT * BOX_NUMBERS) }, 0.5), []);
});
