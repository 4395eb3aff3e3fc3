import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { summarizeVideo } from '../../src/lib/analysis/index';
import type { Emotion } from '../../src/lib/emotions';
import type { FaceRow } from '../../src/lib/faces/index';

const row = (
  time: number,
  id: number,
  emotion: Emotion | 'unsure',
  [Happiness, Fear]: [number, number],
): FaceRow => ({
  ...{ file: 'a.mp4', frame: time * 10, time, emotion },
  face: {
    ...{ id, box: { x: 0, y: 0, width: 9, height: 9 }, detection: 1, quality: [] },
    probabilities: {
      Anger: 0,
      Disgust: 0,
      Fear,
      Happiness,
      Sadness: 0,
      Surprise: 0,
      Neutral: 1 - Happiness - Fear,
    },
    confidence: Math.max(Happiness, Fear),
  },
});

describe('summarizeVideo()', () => {
  it('counts a frame until the next one, and finds the peaks', () => {
    const rows: FaceRow[] = [
      row(0, 1, 'Happiness', [0.6, 0.1]),
      row(0, 2, 'Fear', [0.1, 0.8]),
      row(0.5, 1, 'Happiness', [0.9, 0.05]),
      // Nobody for a second.
      { file: 'a.mp4', frame: 10, time: 1, emotion: 'no face' },
      row(2, 1, 'unsure', [0.4, 0.35]),
      row(2.25, 1, 'Fear', [0.1, 0.7]),
    ];
    assert.deepEqual(summarizeVideo(rows), [
      {
        ...{ id: 1, from: 0, to: 2.25 },
        emotions: [
          { emotion: 'Happiness', seconds: 1 },
          { emotion: 'unsure', seconds: 0.25 },
          { emotion: 'Fear', seconds: 0.25 },
        ],
        seconds: 1.5,
        peaks: [
          { emotion: 'Happiness', time: 0.5, probability: 0.9 },
          { emotion: 'Fear', time: 2.25, probability: 0.7 },
        ],
      },
      {
        ...{ id: 2, from: 0, to: 0, seconds: 0.5 },
        emotions: [{ emotion: 'Fear', seconds: 0.5 }],
        peaks: [{ emotion: 'Fear', time: 0, probability: 0.8 }],
      },
    ]);
  });

  it('has nothing to say of a video without a face', () => {
    assert.deepEqual(summarizeVideo([{ file: 'a.mp4', frame: 0, time: 0, emotion: 'no face' }]), []);
  });
});
