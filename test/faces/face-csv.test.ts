import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EmotionalFace } from '../../src/lib/faces/index';
import { FACE_COLUMNS, faceRows } from '../../src/lib/faces/face-csv';

const point = { x: 0, y: 0 };

const face: EmotionalFace = {
  box: { x: 10.04, y: -3.26, width: 100, height: 99.95 },
  score: 0.91234,
  landmarks: {
    ...{ rightEye: point, leftEye: point, nose: point },
    ...{ mouth: point, rightEar: point, leftEar: point },
  },
  emotion: 'Happiness',
  confidence: 0.7,
  probabilities: {
    ...{ Anger: 0.05, Disgust: 0, Fear: 0.00004, Happiness: 0.7, Sadness: 0.05, Surprise: 0.1 },
    Neutral: 0.09996,
  },
  quality: { size: 100, sharpness: 1, turn: 0, brightness: 30, outside: 0.2, flags: ['dark', 'cut'] },
};

describe('faceRows()', () => {
  it('writes a row for each face, in the order of the columns', () => {
    assert.equal(
      FACE_COLUMNS.join(','),
      'file,frame,time_s,face,x,y,width,height,detection,' +
        'anger,disgust,fear,happiness,sadness,surprise,neutral,emotion,confidence,quality',
    );
    const numbers = '0.0500,0.0000,0.0000,0.7000,0.0500,0.1000,0.1000';
    assert.deepEqual(faceRows({ file: 'a.jpg', faces: [face, face] }), [
      `a.jpg,,,1,10.0,-3.3,100.0,100.0,0.9123,${numbers},Happiness,0.7000,dark cut`,
      `a.jpg,,,2,10.0,-3.3,100.0,100.0,0.9123,${numbers},Happiness,0.7000,dark cut`,
    ]);
    const [row] = faceRows({ file: 'a.mp4', frame: 3, time: 0.1, faces: [{ ...face, id: 12 }] });
    assert.ok(row.startsWith('a.mp4,3,0.100,12,'));
  });

  it('says that a frame has no face', () => {
    const [row, ...more] = faceRows({ file: 'a.mp4', frame: 0, time: 0, faces: [] });
    assert.deepEqual(more, []);
    const values = row.split(',');
    assert.equal(values.length, FACE_COLUMNS.length);
    assert.deepEqual(values.slice(0, 4), ['a.mp4', '0', '0.000', '0']);
    assert.ok(values.slice(4).every((value) => value === ''));
  });

  it('quotes names that a CSV would cut', () => {
    const [row] = faceRows({ file: 'a, "b"\n.jpg', faces: [] });
    assert.ok(row.startsWith('"a, ""b""\n.jpg",,,0,'));
  });
});
