import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { loadDataset, loadVotes, selectSplit } from '../../src/lib/dataset/index';
import { labelAgreement, measuredAgreement } from '../../src/lib/evaluation/index';

const close = (found: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(found - expected) < tolerance, `${found} is not ${expected}`);

// Anger, Disgust, Fear, Happiness, Sadness, Surprise, Neutral; contempt, unknown, not a face.
const IMAGES: readonly (readonly [label: number, votes: readonly number[]])[] = [
  [2, [0, 0, 7, 0, 3, 0, 0, 0, 0, 0]], // Fear, and most say so.
  [2, [0, 0, 4, 0, 0, 0, 6, 0, 0, 0]], // Fear, but most say neutral.
  [3, [0, 0, 0, 10, 0, 0, 0, 0, 0, 0]], // Happiness, and everybody says so.
  [3, [0, 0, 0, 5, 0, 0, 5, 0, 0, 0]], // A tie: no majority.
  [0, [2, 0, 0, 0, 0, 0, 0, 8, 0, 0]], // The majority is contempt.
  [0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]], // No votes.
];
const dataset = {
  labels: Uint8Array.from(IMAGES, ([label]) => label),
  votes: Uint8Array.from(IMAGES.flatMap(([, votes]) => votes)),
};

describe('labelAgreement()', () => {
  const { seven, agreement, voterAgreement, majorityAgreement, emotions } = labelAgreement(dataset);

  it('counts how often the majority says the label, where it is one of the seven emotions', () => {
    assert.deepEqual([seven.n, seven.correct, seven.accuracy], [3, 2, 2 / 3]);
  });

  it('has the agreement of an annotator with the label, another annotator and the majority', () => {
    close(agreement, (0.7 + 0.4 + 1) / 3);
    close(voterAgreement, ((7 * 6 + 3 * 2) / 90 + (4 * 3 + 6 * 5) / 90 + 1) / 3);
    close(majorityAgreement, (0.7 + 0.6 + 1) / 3);
  });

  it('has both for each label, without emotions that label no image with a majority', () => {
    assert.deepEqual(
      emotions.map(({ emotion, n, correct, accuracy }) => [emotion, n, correct, accuracy]),
      [
        ['Fear', 2, 1, 0.5],
        ['Happiness', 1, 1, 1],
      ],
    );
    close(emotions[0].agreement, 0.55);
    close(emotions[1].agreement, 1);
    // Wilson for 1 of 2, by hand: 0.5, half 1.96 / 2.9207 * sqrt(1/8 + 3.8415/16) = 0.4055.
    close(emotions[0].interval.low, 0.0945, 1e-3);
    close(emotions[0].interval.high, 0.9055, 1e-3);
  });

  it('says what is missing', () => {
    assert.throws(() => labelAgreement({ labels: dataset.labels }), /votes to be those of FER\+.*FERPLUS/);
    const undecided = { labels: Uint8Array.of(3), votes: dataset.votes.subarray(30, 40) };
    assert.throws(() => labelAgreement(undecided), /a majority for at least one image/);
  });
});

describe('measuredAgreement()', () => {
  it('adds up, and is what an independent program counted on FER-2013', async () => {
    const { seven, emotions, voterAgreement, majorityAgreement } = await measuredAgreement();
    const sum = (key: 'n' | 'correct') => emotions.reduce((total, row) => total + row[key], 0);
    assert.deepEqual([sum('n'), sum('correct')], [seven.n, seven.correct]);
    assert.deepEqual([seven.n, (100 * seven.accuracy).toFixed(2)], [3349, '65.57']);
    assert.ok(voterAgreement < majorityAgreement);
  });

  const { FER2013, FERPLUS } = process.env;
  const skip = FER2013?.trim() && FER2013 !== 'drawn' && FERPLUS?.trim() ? false : 'no FER-2013 with votes';
  it('is what the real data and votes give', { skip }, async () => {
    const source = { kind: 'FER-2013', path: path.resolve(FER2013!) } as const;
    const whole = await loadVotes(await loadDataset(source, { cacheFolder: '.cache' }), FERPLUS!);
    const found = labelAgreement(selectSplit(whole, 'privateTest'));
    assert.deepEqual(JSON.parse(JSON.stringify(found)), await measuredAgreement());
  });
});
