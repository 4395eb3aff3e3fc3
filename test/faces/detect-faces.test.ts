import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { before, test } from 'node:test';
import { decodePhotograph } from '../../src/lib/dataset/decode/decode-photograph';
import { drawFace } from '../../src/lib/dataset/synthetic/draw-face';
import { tf } from '../../src/lib/engine/tensorflow';
import { loadFaceDetector } from '../../src/lib/faces/blazeface/load-face-detector';
import { detectFaces } from '../../src/lib/faces/detect-faces';
import type { RawImage } from '../../src/lib/dataset/raw-image';

let detector: tf.GraphModel;
before(async () => {
  detector = await loadFaceDetector();
});

/** Drawn faces on gray. */
async function scene(
  { width, height }: { width: number; height: number },
  faces: { x: number; y: number; size: number; seed: number }[],
): Promise<RawImage> {
  const data = new Uint8Array(width * height * 3).fill(128);
  for (const { x, y, size, seed } of faces) {
    const face = await decodePhotograph(await drawFace('Happiness', { seed, size, isColour: true }));
    for (let row = 0; row < size; row++)
      data.set(face.data.subarray(row * size * 3, (row + 1) * size * 3), ((y + row) * width + x) * 3);
  }
  return { data, width, height };
}

test('finds a face where @vladmandic/human finds it with the same weights', async () => {
  const image = await scene({ width: 512, height: 512 }, [{ x: 100, y: 120, size: 256, seed: 3 }]);
  const [face, ...others] = await detectFaces(detector, image);
  assert.deepEqual(others, []);
  // Human 3.3.6 says [126, 200, 191, 191] and 0.77: it reduces the image by another filter, and
  // takes the best box where the mean of the overlapping ones is taken here.
  const { x, y, width, height } = face.box;
  for (const [found, expected] of [
    [x, 126],
    [y, 200],
    [width, 191],
    [height, 191],
  ])
    assert.ok(Math.abs(found - expected) < 10, `${found} instead of ${expected}`);
  assert.ok(Math.abs(face.score - 0.77) < 0.05);
  // The person's right eye is on the left of the picture; eyes above nose above mouth.
  const { rightEye, leftEye, nose, mouth } = face.landmarks;
  assert.ok(rightEye.x < nose.x && nose.x < leftEye.x);
  assert.ok(rightEye.y < nose.y && leftEye.y < nose.y && nose.y < mouth.y);
});

test('finds every face of a picture, the largest first, and leaves no tensor behind', async () => {
  const image = await scene({ width: 800, height: 500 }, [
    { x: 40, y: 60, size: 160, seed: 1 },
    { x: 300, y: 100, size: 240, seed: 2 },
    { x: 620, y: 300, size: 110, seed: 5 },
  ]);
  const tensors = tf.memory().numTensors;
  const faces = await detectFaces(detector, image);
  assert.equal(tf.memory().numTensors, tensors);
  const centres = faces.map(({ box }) => [box.x + box.width / 2, box.y + box.height / 2]);
  assert.equal(faces.length, 3, JSON.stringify(centres));
  [
    [300, 100, 240],
    [40, 60, 160],
    [620, 300, 110],
  ].forEach(([x, y, size], i) => {
    const [cx, cy] = centres[i];
    assert.ok(cx > x + size * 0.35 && cx < x + size * 0.65, `${i}: ${cx}`);
    assert.ok(cy > y + size * 0.35 && cy < y + size * 0.75, `${i}: ${cy}`);
  });
});

test('tiles find faces that are too small in the whole picture', async () => {
  const faces = [
    { x: 200, y: 300, size: 40, seed: 1 },
    { x: 1500, y: 900, size: 40, seed: 2 },
  ];
  const image = await scene({ width: 2000, height: 1400 }, faces);
  assert.equal((await detectFaces(detector, image)).length, 0);
  const found = await detectFaces(detector, image, { tiles: 4 });
  assert.equal(found.length, 2);
  for (const { x, y, size } of faces)
    assert.ok(
      found.some(({ box }) => box.x > x - size && box.x < x + size && box.y > y - size && box.y < y + size),
    );
});

test('a second look finds small faces in the whole picture', async () => {
  const image = await scene({ width: 2000, height: 1400 }, [{ x: 200, y: 300, size: 60, seed: 2 }]);
  assert.equal((await detectFaces(detector, image, { secondLook: false })).length, 0);
  assert.equal((await detectFaces(detector, image)).length, 1);
});

test('a picture without a face gives an empty list', async () => {
  for (const value of [0, 128, 255]) {
    const data = new Uint8Array(320 * 240).fill(value);
    assert.deepEqual(await detectFaces(detector, { data, width: 320, height: 240 }), []);
  }
  // Even of one pixel.
  assert.deepEqual(await detectFaces(detector, { data: new Uint8Array(3), width: 1, height: 1 }), []);
  const stripe = { data: new Uint8Array(3 * 5000).fill(9), width: 5000, height: 1 };
  assert.deepEqual(await detectFaces(detector, stripe), []);
});

test('options and images that are not valid are refused by name', async () => {
  const image = { data: new Uint8Array(12), width: 2, height: 2 };
  const refused = (options: object, message: RegExp) =>
    assert.rejects(detectFaces(detector, image, options), message);
  await refused({ minScore: 0 }, /Expected minScore to be a number between 0 and 1 but found 0/);
  await refused({ minScore: NaN }, /but found NaN/);
  await refused({ tiles: 1.5 }, /Expected tiles to be an integer from 1 to 10 but found 1.5/);
  await assert.rejects(detectFaces(detector, { ...image, width: 3 }), /Expected the image's channels/);
});

test('a missing or damaged detector says what to do', async () => {
  for (let attempt = 0; attempt < 20; attempt++)
    await assert.rejects(
      loadFaceDetector('no/such/folder'),
      /^ExpectationError: Expected no\/such\/folder\/blazeface\.json to be .* Run `npm run setup`/,
    );
  assert.ok(existsSync('models/face-detector/NOTICE'));
});
