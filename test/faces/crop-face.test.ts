import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cropFace, cropRegion, shareOutside } from '../../src/lib/faces/crop-face';
import { rollOf, type Face } from '../../src/lib/faces/face';
import { makeLandmarks } from '../../src/lib/faces/make-landmarks';
import { assessQuality } from '../../src/lib/faces/quality';

/** A face with its eyes at an angle, its nose `turn` eye distances beside their middle. */
function makeFace({ x = 100, y = 80, side = 83, angle = 0, turn = 0 } = {}): Face {
  const centre = { x: x + side / 2, y: y + side / 2 };
  const at = (along: number, down: number) => ({
    x: centre.x + side * (along * Math.cos(angle) - down * Math.sin(angle)),
    y: centre.y + side * (along * Math.sin(angle) + down * Math.cos(angle)),
  });
  const places = {
    ...{ rightEye: at(-0.2, -0.2), leftEye: at(0.2, -0.2), nose: at(0.4 * turn, 0) },
    ...{ mouth: at(0, 0.25), rightEar: at(-0.45, -0.1), leftEar: at(0.45, -0.1) },
  };
  return {
    box: { x, y, width: side, height: side },
    score: 0.9,
    landmarks: makeLandmarks((name) => places[name]),
  };
}

const noise = (width: number, height: number, value = (i: number) => (i * 7919) % 251) => ({
  data: Uint8Array.from({ length: width * height }, (_, i) => value(i)),
  ...{ width, height, channels: 1 as const },
});

test('a crop has the share of face that FER-2013 has', () => {
  const face = makeFace();
  const { x, y, width, height, angle } = cropRegion(face);
  assert.equal(angle, 0);
  assert.equal(width, height);
  // Where the box's centre lies in the crop, as shares of its side.
  const share = (centre: number, cropCentre: number) => 0.5 + (centre - cropCentre) / width;
  const found = [83 / width, share(141.5, x), share(121.5, y)];
  [0.864, 0.505, 0.563].forEach((expected, i) =>
    assert.ok(Math.abs(found[i] - expected) < 1e-9, String(found)),
  );
});

test('a tilted face is turned upright about its box', () => {
  const face = makeFace({ angle: 0.4 });
  assert.ok(Math.abs(rollOf(face) - 0.4) < 1e-9);
  const { angle, x, y } = cropRegion(face, { upright: true });
  assert.equal(angle, rollOf(face));
  const straight = cropRegion(face, { upright: false });
  assert.equal(straight.angle, 0);
  // Its centre is the upright one turned about the box's centre.
  const [dx, dy] = [straight.x - 141.5, straight.y - 121.5];
  assert.ok(Math.abs(x - (141.5 + dx * Math.cos(0.4) - dy * Math.sin(0.4))) < 1e-9);
  assert.ok(Math.abs(y - (121.5 + dx * Math.sin(0.4) + dy * Math.cos(0.4))) < 1e-9);
});

test('a face in profile is not turned: its eyes say nothing', () => {
  const face = makeFace();
  const rightEye = { x: 141, y: 100 };
  const leftEye = { x: 145, y: 108 };
  const profile = { ...face, landmarks: { ...face.landmarks, rightEye, leftEye } };
  assert.equal(cropRegion(profile).angle, 0);
});

test('a crop of the size of the model is the pixels themselves', () => {
  const image = noise(120, 100);
  const face = makeFace({ side: 0.864 * 48, x: 30, y: 30 });
  const region = cropRegion(face);
  // Moves the crop onto whole pixels.
  const shift = (centre: number) => Math.round(centre - 24) + 24 - centre;
  const { box } = face;
  const moved = { ...face, box: { ...box, x: box.x + shift(region.x), y: box.y + shift(region.y) } };
  const [left, top] = [Math.round(region.x - 24), Math.round(region.y - 24)];
  const crop = cropFace(image, moved);
  const expected = Array.from(
    { length: 48 * 48 },
    (_, i) => image.data[(top + Math.floor(i / 48)) * 120 + left + (i % 48)],
  );
  assert.deepEqual([...crop], expected);
});

test('the share beyond the edges is that of the square', () => {
  const region = { x: 0, y: 50, width: 40, height: 40 };
  const image = noise(200, 100);
  assert.ok(Math.abs(shareOutside(region, image) - 0.5) < 1e-9);
  assert.equal(shareOutside({ ...region, x: 100 }, image), 0);
  assert.equal(shareOutside({ ...region, x: -100 }, image), 1);
});

test('each flag of the quality is raised by its own fault alone', () => {
  const image = noise(300, 300);
  const flags = (face: Face, pixels = image) =>
    assessQuality(pixels, { face, crop: cropFace(pixels, face) }).flags;
  assert.deepEqual(flags(makeFace()), []);
  assert.deepEqual(flags(makeFace({ side: 39 })), ['small']);
  assert.deepEqual(flags(makeFace({ turn: 0.3 })), ['turned']);
  assert.deepEqual(flags(makeFace({ turn: 0.2, angle: 0.5 })), []);
  assert.deepEqual(flags(makeFace({ x: -25 })), ['cut']);
  const dark = noise(300, 300, (i) => (i * 7919) % 31);
  assert.deepEqual(flags(makeFace(), dark), ['dark']);
  // A slow wave has hardly any edges.
  const soft = noise(300, 300, (i) => 128 + 100 * Math.sin((i % 300) / 40));
  assert.deepEqual(flags(makeFace(), soft), ['blurred']);
  const flat = noise(300, 300, () => 200);
  assert.deepEqual(flags(makeFace(), flat), ['blurred']);
});
