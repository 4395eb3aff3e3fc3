import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import type { RawImage } from '../../src/lib/dataset/raw-image';
import { annotatedPhotograph, cropScaleCurve, faceRows } from '../../src/lib/plots';
import { EMOTION_COLORS } from '../../src/lib/plots/palette';

/** A picture whose left half is orange and whose right half is blue. */
const HALVES: RawImage = {
  data: Uint8Array.from({ length: 1440 * 720 * 3 }, (_, i) => {
    const isLeft = Math.floor(i / 3) % 1440 < 720;
    return (isLeft ? [230, 120, 20] : [20, 60, 200])[i % 3];
  }),
  ...{ width: 1440, height: 720, channels: 3 },
};

const sure = { box: { x: 100, y: 200, width: 60, height: 80 }, emotion: 'Fear', confidence: 0.91 } as const;
const unsure = { box: { x: 1400, y: 0, width: 40, height: 40 }, emotion: 'Anger', confidence: 0.4 } as const;

describe('annotatedPhotograph()', () => {
  const { layout, alt } = annotatedPhotograph(HALVES, [sure, unsure], {
    title: 'A party',
    minConfidence: 0.5,
  });
  const { shapes = [], annotations = [], images = [] } = layout;

  it('shows the photograph, reduced to the figure', async () => {
    const [{ source, sizex, sizey }] = images;
    assert.deepEqual([sizex, sizey], [720, 360]);
    const jpeg = Buffer.from(String(source).replace('data:image/jpeg;base64,', ''), 'base64');
    const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height], [720, 360]);
    for (const [x, expected] of [
      [100, [230, 120, 20]],
      [600, [20, 60, 200]],
    ] as const)
      expected.forEach((value, channel) => {
        const found = data[(180 * 720 + x) * 3 + channel];
        assert.ok(Math.abs(found - value) <= 6, `${x}, ${channel}: ${found}`);
      });
  });

  it('puts a box around every face, in the colour of its emotion, and a caption over it', () => {
    const [{ x0, y0, x1, y1, line }] = shapes;
    assert.deepEqual([x0, y0, x1, y1], [50, 100, 80, 140]);
    assert.equal(line?.color, EMOTION_COLORS[2]);
    assert.deepEqual([annotations[0].text, annotations[0].x, annotations[0].y], ['Fear 91 %', 50, 100]);
    assert.match(alt, /Fear 91 %, uncertain \(Anger\?\): A party/);
  });

  it('marks an uncertain face, with a caption that stays within the picture', () => {
    assert.equal(shapes[1].line?.dash, 'dot');
    const { text, x, y } = annotations[1];
    assert.equal(text, 'uncertain (Anger?)');
    assert.ok(Number(x) < 620 && Number(x) >= 0, `${x}`);
    assert.equal(y, 20);
  });

  it('shows gray pictures and pictures without a face', () => {
    const gray = { data: new Uint8Array(60 * 40), width: 60, height: 40 };
    const { layout, alt } = annotatedPhotograph(gray, [], { title: 'Nobody' });
    assert.match(alt, /^A picture without a face: Nobody/);
    assert.deepEqual([layout.shapes, layout.width], [[], 360]);
  });
});

describe('cropScaleCurve()', () => {
  it('shows each accuracy with its interval', () => {
    const scores = [
      { scale: 0.8, accuracy: 0.5, interval: { low: 0.4, high: 0.65 } },
      { scale: 1, accuracy: 0.75, interval: { low: 0.7, high: 0.8 } },
    ];
    const { data, alt } = cropScaleCurve(scores, { split: 'privateTest', source: 'FER-2013' });
    assert.deepEqual(
      [data[0].x, data[0].y],
      [
        [0.8, 1],
        [50, 75],
      ],
    );
    const { array, arrayminus } = data[0].error_y as { array: number[]; arrayminus: number[] };
    assert.deepEqual([array, arrayminus].flat().map(Math.round), [15, 5, 10, 5]);
    assert.match(alt, /0\.8: 50\.0 %, 1: 75\.0 %/);
    assert.throws(() => cropScaleCurve([]), /Expected scores to be at least one but found 0/);
  });
});

describe('faceRows()', () => {
  it('lists what makes each face hard to judge', () => {
    const quality = { size: 24.4, sharpness: 0.04, turn: 0.5, brightness: 99.6, outside: 0.25 };
    const [row, good] = faceRows([
      { ...sure, quality: { ...quality, flags: ['small', 'cut'] } },
      { ...sure, quality: { ...quality, flags: [] } },
    ]);
    assert.deepEqual(row, {
      ...{ face: 1, emotion: 'Fear', confidence: 0.91, size: 24, sharpness: 0.04, turn: 0.5 },
      ...{ brightness: 100, outside: 0.25, flags: 'small, cut' },
    });
    assert.equal(good.flags, 'none');
  });
});
