import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EmotionalFace } from '../../src/lib/faces/index';
import { csvColumns, csvLine } from '../../src/lib/faces/face-csv';
import { rowsOfFrame, type FrameOfFaces } from '../../src/lib/faces/face-row';

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

/** The lines of a frame. */
const lines = (frame: FrameOfFaces, options?: { minConfidence?: number; smoothing?: number }) =>
  rowsOfFrame(frame, options).map((row) => csvLine(row, options));

describe('csvLine()', () => {
  it('writes a line for each face, in the order of the columns', () => {
    assert.equal(
      csvColumns().join(','),
      'file,frame,time_s,face,x,y,width,height,detection,' +
        'anger,disgust,fear,happiness,sadness,surprise,neutral,emotion,confidence,quality',
    );
    const numbers = '0.0500,0.0000,0.0000,0.7000,0.0500,0.1000,0.1000';
    assert.deepEqual(lines({ file: 'a.jpg', faces: [face, face] }), [
      `a.jpg,,,1,10.0,-3.3,100.0,100.0,0.9123,${numbers},Happiness,0.7000,dark cut`,
      `a.jpg,,,2,10.0,-3.3,100.0,100.0,0.9123,${numbers},Happiness,0.7000,dark cut`,
    ]);
    const [line] = lines({ file: 'a.mp4', frame: 3, time: 0.1, faces: [{ ...face, id: 12 }] });
    assert.ok(line.startsWith('a.mp4,3,0.100000,12,'));
  });

  it('says that it is unsure below the smallest confidence', () => {
    const [at] = lines({ file: 'a.jpg', faces: [face] }, { minConfidence: 0.7 });
    assert.ok(at.endsWith(',Happiness,0.7000,dark cut'));
    const [below] = lines({ file: 'a.jpg', faces: [face] }, { minConfidence: 0.71 });
    assert.ok(below.endsWith(',unsure,0.7000,dark cut'));
  });

  it('has a column for the smoothed emotion, whose name says how', () => {
    assert.deepEqual(csvColumns({ smoothing: 0.5 }).slice(-3), [
      'confidence',
      'emotion_smoothed_0.5s',
      'quality',
    ]);
    const smoothed = { ...face.probabilities, Anger: 0.9 };
    const [line] = lines(
      { file: 'a.mp4', frame: 0, time: 0, faces: [{ ...face, smoothed }] },
      { smoothing: 0.5 },
    );
    assert.ok(line.endsWith(',Happiness,0.7000,Anger,dark cut'));
  });

  it('says that a frame has no face', () => {
    for (const smoothing of [0, 1]) {
      const [line, ...more] = lines({ file: 'a.mp4', frame: 0, time: 0, faces: [] }, { smoothing });
      assert.deepEqual(more, []);
      const columns = csvColumns({ smoothing });
      const values = line.split(',');
      assert.equal(values.length, columns.length);
      assert.deepEqual(values.filter(Boolean), ['a.mp4', '0', '0.000000', 'no face']);
      assert.equal(values[columns.indexOf('emotion')], 'no face');
    }
  });

  it('quotes names that a CSV would cut, and lets no name be a formula', () => {
    const [line] = lines({ file: 'a, "b"\n.jpg', faces: [] });
    assert.ok(line.startsWith('"a, ""b""\n.jpg",,,,'));
    for (const name of ['=1+1.jpg', '+a.jpg', '-a.jpg', '@a.jpg'])
      assert.ok(lines({ file: name, faces: [] })[0].startsWith(`./${name},`));
  });
});
