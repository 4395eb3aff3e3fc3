import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { analyzeFile, annotateImage, type AnalysisOptions, reportPage } from '../../src/lib/analysis/index';
import { decodePhotograph, drawFace, type RawImage } from '../../src/lib/dataset/index';
import { tf } from '../../src/lib/engine/index';
import { type EmotionDetector, type FaceRow, loadEmotionDetector } from '../../src/lib/faces/index';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';
import { readCard } from '../../src/lib/release/index';
import { makeVideo, noVideos } from '../video/make-video';

const folder = temporaryFolder('analysis-test');
const at = (name: string) => path.join(folder, name);
after(() => rmSync(folder, { recursive: true }));

let detector: EmotionDetector;
let faces: RawImage[];
before(async () => {
  detector = await loadEmotionDetector();
  faces = await Promise.all(
    [3, 2].map(async (seed) =>
      decodePhotograph(await drawFace('Happiness', { seed, size: 200, isColour: true })),
    ),
  );
});

/** Faces on gray, by their left edges. */
function scene(left: readonly (number | undefined)[]): RawImage {
  const [width, height] = [640, 320];
  const data = new Uint8Array(width * height * 3).fill(128);
  left.forEach((x, i) => {
    if (x === undefined) return;
    for (let row = 0; row < 200; row++)
      data.set(faces[i].data.subarray(row * 600, (row + 1) * 600), ((60 + row) * width + Math.round(x)) * 3);
  });
  return { data, width, height, channels: 3 };
}

async function rowsOf(name: string, options: AnalysisOptions = {}): Promise<FaceRow[][]> {
  const frames: FaceRow[][] = [];
  for await (const rows of analyzeFile(at(name), { detector, name, ...options })) frames.push(rows);
  return frames;
}

const save = (image: RawImage, name: string) =>
  sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } }).toFile(at(name));

describe('analyzeFile()', () => {
  it('finds the faces of a photograph', async () => {
    await save(scene([40, 380]), 'two.png');
    const [rows, ...more] = await rowsOf('two.png');
    assert.deepEqual(more, []);
    assert.equal(rows.length, 2);
    for (const { file, frame, time, face, emotion } of rows) {
      assert.deepEqual([file, frame, time], ['two.png', undefined, undefined]);
      const sum = Object.values(face!.probabilities).reduce((a, b) => a + b);
      assert.ok(Math.abs(sum - 1) < 1e-5);
      assert.equal(face!.probabilities[emotion as 'Fear'], face!.confidence);
    }
    assert.deepEqual(
      rows.map(({ face }) => face!.id),
      [1, 2],
    );
    const [unsure] = await rowsOf('two.png', { minConfidence: 1 });
    assert.deepEqual(
      unsure.map(({ emotion }) => emotion),
      ['unsure', 'unsure'],
    );
  });

  it('finds the same face in every kind of picture file', async () => {
    await save(scene([200]), 'plain.png');
    const [[{ face: plain }]] = await rowsOf('plain.png');
    const source = sharp(at('plain.png'));
    await source.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toFile(at('cmyk.jpg'));
    await source.clone().toColourspace('rgb16').png().toFile(at('deep.png'));
    await source.clone().greyscale().jpeg({ quality: 95 }).toFile(at('gray.jpg'));
    await source
      .clone()
      .rotate(90)
      .jpeg({ quality: 95 })
      .withMetadata({ orientation: 8 })
      .toFile(at('exif.jpg'));
    await source.clone().gif().toFile(at('still.gif'));
    for (const name of ['cmyk.jpg', 'deep.png', 'gray.jpg', 'exif.jpg', 'still.gif']) {
      const [rows] = await rowsOf(name);
      assert.equal(rows.length, 1, name);
      for (const side of ['x', 'y', 'width', 'height'] as const)
        assert.ok(Math.abs(rows[0].face!.box[side] - plain!.box[side]) < 12, `${name}: ${side}`);
      assert.equal(rows[0].time, undefined);
    }
  });

  it('looks at each frame of an animation', async () => {
    const frames = [scene([100]), scene([]), scene([120])];
    await sharp(Buffer.concat(frames.map(({ data }) => Buffer.from(data))), {
      raw: { width: 640, height: 960, channels: 3, pageHeight: 320 },
    })
      .webp({ delay: [300, 300, 400], lossless: true })
      .toFile(at('moving.webp'));
    const found = await rowsOf('moving.webp', { every: 0.3 });
    assert.deepEqual(
      found.map((rows) => rows.map(({ frame, time, face }) => [frame, time, face?.id])),
      [[[0, 0, 1]], [[1, 0.3, undefined]], [[2, 0.6, 1]]],
    );
    assert.equal(found[1][0].emotion, 'no face');
  });

  it(
    'keeps who is who in a film where one is away for a second, and smooths',
    { skip: noVideos },
    async () => {
      // The second walks to the right; the first is away from 1 s to 2 s.
      const film = Array.from({ length: 30 }, (_, i) => {
        const time = i / 10;
        return {
          image: scene([time >= 1 && time < 2 ? undefined : 20, 260 + 50 * time]),
          time,
          duration: 0.1,
        };
      });
      await makeVideo(at('film.webm'), film);
      const tensors = tf.memory().numTensors;
      const found = await rowsOf('film.webm', { every: 0.2, smoothing: 1 });
      assert.equal(tf.memory().numTensors, tensors);
      assert.equal(found.length, 15);
      for (const rows of found) {
        const { time = 0 } = rows[0];
        const left = new Map(rows.map(({ face }) => [face!.id, face!.box.x]));
        const [first, second] = [...left].sort((a, b) => a[1] - b[1]);
        if (time >= 1 && time < 2) assert.equal(left.size, 1, `after ${time} s`);
        else {
          assert.equal(left.size, 2, `after ${time} s`);
          assert.notEqual(first[0], second[0]);
        }
        assert.ok(rows.every(({ face }) => face!.smoothed !== undefined));
      }
      const ids = new Set(found.flat().map(({ face }) => face!.id));
      assert.deepEqual([...ids].sort(), [1, 2]);
      // The one on the left before is the one on the left after.
      const leftmost = (rows: FaceRow[]) =>
        rows.reduce((a, b) => (b.face!.box.x < a.face!.box.x ? b : a)).face!.id;
      assert.equal(leftmost(found[0]), leftmost(found[14]));
    },
  );

  it('does not count what only looks like a face for a moment', { skip: noVideos }, async () => {
    const frames = [0, 0.2].map((time) => ({ image: scene([100]), time, duration: 0.2 }));
    await makeVideo(at('short.webm'), frames);
    const found = await rowsOf('short.webm', { minNewScore: 0.99 });
    assert.deepEqual(
      found.flat().map(({ emotion }) => emotion),
      ['no face', 'no face'],
    );
  });

  it('names the file that is neither, or too large', async () => {
    writeFileSync(at('notes.txt'), 'hello');
    writeFileSync(at('broken.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
    await sharp({ create: { width: 12_000, height: 9000, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 1 })
      .toFile(at('huge.png'));
    for (const [name, message] of [
      ['missing.jpg', /missing\.jpg to be a photograph or video but found nothing there/],
      ['notes.txt', /notes\.txt to be a complete image/],
      ['broken.jpg', /broken\.jpg to be a complete image/],
      [
        'huge.png',
        /huge\.png to be an image of at most 60 megapixels but found 12000x9000 pixels \(108 megapixels\)/,
      ],
    ] as const)
      await assert.rejects(rowsOf(name), message, name);
    await assert.rejects(rowsOf('two.png', { minConfidence: 2 }), /minConfidence to be a number from 0 to 1/);
  });
});

describe('annotateImage()', () => {
  it('draws the box in the colour of the emotion, and leaves the rest', async () => {
    const image = scene([]);
    const face = {
      ...{
        id: 1,
        box: { x: 200, y: 100, width: 120, height: 120 },
        detection: 1,
        confidence: 0.5,
        quality: [],
      },
      probabilities: { Anger: 0, Disgust: 0, Fear: 0, Happiness: 0.5, Sadness: 0, Surprise: 0, Neutral: 0.5 },
    };
    const jpeg = await annotateImage(image, [{ file: 'a', emotion: 'Happiness', face }]);
    const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [640, 320]);
    const colour = (x: number, y: number) => [...data.subarray((y * 640 + x) * 3, (y * 640 + x) * 3 + 3)];
    const isNear = (found: number[], expected: number[]) =>
      found.every((value, i) => Math.abs(value - expected[i]) < 60);
    // The palette's orange, at the middle of the right edge.
    assert.ok(isNear(colour(320, 160), [0xe6, 0x9f, 0]), colour(320, 160).join(' '));
    assert.ok(isNear(colour(260, 160), [128, 128, 128]));
    assert.ok(colour(205, 92)[0] < 90, 'the dark ground of the words');
  });
});

describe('reportPage()', () => {
  it('shows every file, needs no network and runs nothing', { skip: noVideos }, async () => {
    await save(scene([200]), '<b>.png');
    await makeVideo(
      at('film2.webm'),
      [0, 0.5, 1].map((time) => ({ image: scene([100]), time, duration: 0.5 })),
    );
    const files = [];
    for (const [name, duration] of [
      ['<b>.png', undefined],
      ['film2.webm', 1.5],
    ] as const)
      files.push({ name, path: at(name), duration, rows: (await rowsOf(name, { every: 0.5 })).flat() });
    const page = await reportPage({
      ...{ files, failures: ['Expected <i> to be'], card: await readCard('models/emotion') },
      ...{ settings: { tiles: '1' }, every: 0.5, minConfidence: 0 },
    });
    assert.match(page, /default-src 'none'/);
    assert.doesNotMatch(page, /<script|<b>|<i>|src="http|href="http/);
    assert.match(page, /1 face in 1 photograph\. 1 face in 1 video \(0:0[12]\)\./);
    assert.match(page, /&lt;b&gt;\.png/);
    assert.match(page, /Expected &lt;i&gt; to be/);
    // The photograph, and at least one peak of the film.
    assert.ok(page.match(/<img src="data:image\/jpeg;base64,/g)!.length >= 2);
    assert.match(page, /Face 1/);
    assert.match(page, /Confusion matrix/);
    const none = await reportPage({
      ...{ files: [], failures: [], settings: {}, every: 1, minConfidence: 0 },
    });
    assert.match(none, /This model has no card/);
  });
});
