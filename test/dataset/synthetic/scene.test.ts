import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { arrangePeople, drawFilm, drawScene, type PlacedFace } from '../../../src/lib/dataset';
import type { RawImage } from '../../../src/lib/dataset/raw-image';
import { EMOTIONS, type Emotion } from '../../../src/lib/emotions';
import type { tf } from '../../../src/lib/engine/tensorflow';
import { detectFaces, loadFaceDetector } from '../../../src/lib/faces';
import { iou } from '../../../src/lib/faces/overlap';

/** A gray picture of 2x2 squares: dark, lighter, still lighter, light; row after row. */
const GRAYS = [20, 90, 160, 230];
const SQUARES: RawImage = {
  data: Uint8Array.from({ length: 48 * 48 }, (_, i) => {
    const [row, column] = [Math.floor(i / 48), i % 48];
    return GRAYS[(row < 24 ? 0 : 2) + (column < 24 ? 0 : 1)];
  }),
  ...{ width: 48, height: 48, channels: 1 },
};

/** The mean of a pixel's channels. */
function grayAt({ data, width }: RawImage, x: number, y: number): number {
  const at = (y * width + x) * 3;
  return (data[at] + data[at + 1] + data[at + 2]) / 3;
}

describe('drawScene()', () => {
  it('gives the same pixels for the same seed, another room for another', async () => {
    const people = arrangePeople(['Fear', 'Anger'], { seed: 4 });
    const first = await drawScene(people, { seed: 2 });
    assert.deepEqual(await drawScene(people, { seed: 2 }), first);
    const other = await drawScene(people, { seed: 3 });
    assert.notDeepEqual(other.image.data, first.image.data);
    assert.deepEqual(other.boxes, first.boxes);
    const { width, height, channels, data } = first.image;
    assert.deepEqual([width, height, channels, data.length], [640, 480, 3, 640 * 480 * 3]);
  });

  it('pastes a picture at its place, in its size', async () => {
    const { image, boxes } = await drawScene([{ face: SQUARES, x: 100, y: 60, size: 96 }], {
      ...{ width: 200, height: 160, noise: 0 },
    });
    // The centres of the four squares, 24 pixels from the picture's own.
    const found = [
      grayAt(image, 76, 36),
      grayAt(image, 124, 36),
      grayAt(image, 76, 84),
      grayAt(image, 124, 84),
    ];
    assert.deepEqual(found, GRAYS);
    // Its edges: the last pixel within, the first beyond.
    assert.equal(grayAt(image, 52, 13), GRAYS[0]);
    assert.notEqual(grayAt(image, 51, 13), GRAYS[0]);
    assert.notEqual(grayAt(image, 53, 11), GRAYS[0]);
    assert.deepEqual(boxes, [{ x: 52, y: 12, width: 96, height: 96 }]);
  });

  it('turns a picture clockwise', async () => {
    const { image, boxes } = await drawScene(
      [{ face: SQUARES, x: 100, y: 80, size: 96, angle: Math.PI / 2 }],
      { width: 200, height: 160, noise: 0 },
    );
    // What was at the lower left is at the upper left.
    const found = [
      grayAt(image, 76, 56),
      grayAt(image, 124, 56),
      grayAt(image, 76, 104),
      grayAt(image, 124, 104),
    ];
    assert.deepEqual(found, [160, 20, 230, 90]);
    assert.ok(iou(boxes[0], { x: 52, y: 32, width: 96, height: 96 }) > 0.999);
    const { boxes: tilted } = await drawScene(
      [{ face: SQUARES, x: 100, y: 80, size: 50, angle: Math.PI / 4 }],
      { width: 200, height: 160 },
    );
    assert.ok(Math.abs(tilted[0].width - 50 * Math.SQRT2) < 1e-9);
  });

  it('adds gray noise of the standard deviation that it is told, another in each frame', async () => {
    const draw = (noise: number, frame = 0) => drawScene([], { width: 200, height: 160, noise, frame });
    const [{ image: clean }, { image: noisy }, { image: next }] = [
      await draw(0),
      await draw(5),
      await draw(5, 1),
    ];
    const deviation = (a: RawImage, b: RawImage) =>
      Math.sqrt(
        Array.from(a.data).reduce((sum, value, i) => sum + (value - b.data[i]) ** 2 / a.data.length, 0),
      );
    assert.ok(Math.abs(deviation(noisy, clean) - 5) < 0.3, `${deviation(noisy, clean)}`);
    // Independent noise: the variances add up.
    assert.ok(Math.abs(deviation(noisy, next) - 5 * Math.SQRT2) < 0.4, `${deviation(noisy, next)}`);
  });

  for (const [what, place, message] of [
    ['a size of 0', { size: 0 }, /Expected a face's size to be from 1 to 4096 pixels but found 0/],
    ['a place that is no number', { x: NaN }, /Expected a face's x to be a finite number but found NaN/],
    [
      'a picture that is not square',
      { face: { ...SQUARES, width: 24, height: 96 } },
      /square but found 24 x 96/,
    ],
    ['pixels that are missing', { face: { ...SQUARES, height: 47 } }, /47/],
  ] as const)
    it(`rejects ${what}`, async () => {
      const placed: PlacedFace = { ...{ face: SQUARES, x: 1, y: 1, size: 10 }, ...place };
      await assert.rejects(drawScene([placed]), { name: 'ExpectationError', message });
    });

  it('rejects a scene without pixels', async () => {
    await assert.rejects(
      drawScene([], { width: 0 }),
      /Expected the scene's width to be .* 16 to 4096 but found 0/,
    );
  });
});

describe('arrangePeople()', () => {
  it('rejects nobody, and a crowd', () => {
    assert.throws(() => arrangePeople([]), /Expected emotions to be 1 to 8 but found 0/);
    const nine = Array.from({ length: 9 }, (): Emotion => 'Neutral');
    assert.throws(() => arrangePeople(nine), /found 9/);
  });
});

describe('the face detector', () => {
  let detector: tf.GraphModel;
  before(async () => {
    detector = await loadFaceDetector();
  });

  it('finds drawn people where they are, and nothing else', async () => {
    for (const seed of [1, 2, 3]) {
      const { image, boxes } = await drawScene(arrangePeople(EMOTIONS, { seed }), { seed });
      const faces = await detectFaces(detector, image);
      assert.equal(faces.length, EMOTIONS.length, `seed ${seed}`);
      for (const [i, box] of boxes.entries()) {
        const best = Math.max(...faces.map((face) => iou(face.box, box)));
        assert.ok(best > 0.5, `seed ${seed}, person ${i}: ${best}`);
      }
    }
  });

  it('finds no face in an empty room', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { image } = await drawScene([], { seed });
      assert.deepEqual(await detectFaces(detector, image), []);
    }
  });
});

describe('drawFilm()', () => {
  const [left, right] = arrangePeople(['Neutral', 'Neutral'], { seed: 1, width: 320, height: 240 });
  const options = { width: 320, height: 240, seed: 1 };
  const filmOf = async (...parameters: Parameters<typeof drawFilm>) => {
    const frames = [];
    for await (const frame of drawFilm(...parameters)) frames.push(frame);
    return frames;
  };
  /** The mean difference of two pictures, in gray values. */
  const difference = (a: RawImage, b: RawImage) =>
    Array.from(a.data).reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / a.data.length;

  it('has a frame at every time from the start to the end', async () => {
    const frames = await filmOf([{ person: left, emotions: ['Fear'] }], {
      ...options,
      seconds: 0.6,
      every: 0.2,
    });
    assert.deepEqual(
      frames.map(({ time }) => time.toFixed(3)),
      ['0.000', '0.200', '0.400', '0.600'],
    );
  });

  it('changes a face smoothly, and holds it at the start and at the end', async () => {
    const frames = await filmOf([{ person: left, emotions: ['Neutral', 'Surprise'] }], {
      ...{ ...options, noise: 0, seconds: 1, every: 0.1 },
    });
    const steps = frames.slice(1).map(({ image }, i) => difference(image, frames[i].image));
    assert.deepEqual([steps[0], steps[1], steps[2], steps[7], steps[8], steps[9]], [0, 0, 0, 0, 0, 0]);
    for (const step of steps.slice(3, 7)) assert.ok(step > 0, steps.join());
  });

  it('leaves out somebody who is away', async () => {
    const actors = [
      { person: left, emotions: ['Neutral'] as const },
      { person: right, emotions: ['Neutral'] as const, away: { from: 0.2, to: 0.4 } },
    ];
    const frames = await filmOf(actors, { ...options, noise: 0, seconds: 0.4, every: 0.2 });
    assert.deepEqual(frames[2].image.data, frames[0].image.data);
    const { image: alone } = await drawScene([], { ...options, noise: 0 });
    const where = (image: RawImage) => grayAt(image, Math.round(right.x), Math.round(right.y));
    assert.equal(where(frames[1].image), where(alone));
    assert.notEqual(where(frames[0].image), where(alone));
  });

  it('rejects a film without time and an actor without an emotion', async () => {
    await assert.rejects(
      filmOf([], { seconds: 0 }),
      /Expected seconds to be a number of seconds above 0 but found 0/,
    );
    await assert.rejects(filmOf([{ person: left, emotions: [] }]), /an actor's emotions to be at least one/);
  });
});
