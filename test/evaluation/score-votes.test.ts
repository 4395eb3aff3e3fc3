import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crossEntropy } from '../../src/lib/evaluation/cross-entropy';
import { calibrationCurve, scoreVotes } from '../../src/lib/evaluation/index';
import { fitTemperature } from '../../src/lib/evaluation/temperature';

/** Votes for anger, disgust, fear, happiness, sadness, surprise, neutral, contempt, unknown, not a face. */
const VOTES = [
  // Everybody sees happiness.
  [0, 0, 0, 10, 0, 0, 0, 0, 0, 0],
  // Six against four.
  [0, 0, 0, 6, 0, 0, 4, 0, 0, 0],
  // A tie of two emotions.
  [0, 0, 5, 0, 0, 5, 0, 0, 0, 0],
  // Contempt.
  [1, 0, 0, 0, 0, 0, 2, 7, 0, 0],
  // Four against six single votes: by FER+'s protocol a majority of those that are left.
  [1, 1, 1, 4, 1, 1, 1, 0, 0, 0],
  // Four against three and three: the most votes, but not more than half.
  [3, 0, 0, 4, 3, 0, 0, 0, 0, 0],
];

/** The model is sure of happiness, except for the second image, where it says neutral. */
const sure = (label: number) => Array.from({ length: 7 }, (_, i) => (i === label ? 0.7 : 0.05));
const PROBABILITIES = [3, 6, 3, 3, 3, 3].flatMap(sure);

const dataset = { labels: new Uint8Array(VOTES.length), votes: Uint8Array.from(VOTES.flat()) };

const near = (found: number, expected: number) =>
  assert.ok(Math.abs(found - expected) < 1e-6, `${found} instead of ${expected}`);

describe('scoreVotes()', () => {
  const scores = scoreVotes(dataset, PROBABILITIES);

  it('counts the images of three kinds of majority', () => {
    // The first, second, fifth and sixth have a single most frequent emotion.
    assert.deepEqual([scores.seven.n, scores.seven.correct], [4, 3]);
    // The fourth, too, has a single most frequent answer, which the model cannot give.
    assert.deepEqual([scores.eight.n, scores.eight.correct], [5, 3]);
    // By the paper: happiness, happiness, none, contempt, happiness, none.
    assert.deepEqual([scores.paper.n, scores.paper.correct], [4, 2]);
    near(scores.paper.accuracy, 0.5);
  });

  it('says how often a random annotator agrees: with the model, another annotator, the majority', () => {
    near(scores.agreement, (10 + 4 + 4 + 4) / 40);
    near(scores.voterAgreement, (90 + 6 * 5 + 4 * 3 + 4 * 3 + (3 * 2 + 4 * 3 + 3 * 2)) / (4 * 90));
    near(scores.majorityAgreement, (10 + 6 + 4 + 4) / 40);
  });

  it('measures the distance of the probabilities from the shares of the votes', () => {
    const [high, low] = [-Math.log(0.7), -Math.log(0.05)];
    near(scores.crossEntropy, (high + (0.4 * high + 0.6 * low) + (0.4 * high + 0.6 * low) * 2) / 4);
    const entropy = (...shares: number[]) => -shares.reduce((sum, p) => sum + p * Math.log(p), 0);
    const fifth = entropy(0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
    near(scores.voteEntropy, (0 + entropy(0.6, 0.4) + fifth + entropy(0.3, 0.4, 0.3)) / 4);
    const brier = [
      0.3 ** 2 + 6 * 0.05 ** 2,
      0.55 ** 2 + 0.3 ** 2 + 5 * 0.05 ** 2,
      0.3 ** 2 + 6 * 0.05 ** 2,
      2 * 0.25 ** 2 + 0.3 ** 2 + 4 * 0.05 ** 2,
    ];
    near(scores.brier, brier.reduce((sum, value) => sum + value) / 4);
  });

  it('refuses images without votes, and a wrong number of probabilities', () => {
    assert.throws(() => scoreVotes({ labels: dataset.labels }, PROBABILITIES), /votes to be those of FER\+/);
    assert.throws(() => scoreVotes(dataset, PROBABILITIES.slice(7)), /7 for each of the 6 images \(42\)/);
    const nobody = { labels: new Uint8Array(1), votes: new Uint8Array(10) };
    assert.throws(() => scoreVotes(nobody, sure(3)), /a majority for at least one image/);
  });
});

describe('label distributions', () => {
  const shares = [0, 0, 0, 0.7, 0, 0, 0.3];

  it('make a confidence of 70 % right where seven in ten agree', () => {
    const options = { labelDistributions: shares };
    near(calibrationCurve([3], sure(3), options).expectedCalibrationError, 0);
    near(calibrationCurve([3], sure(3)).expectedCalibrationError, 0.3);
    assert.throws(() => calibrationCurve([3], sure(3), { labelDistributions: [1] }), /7 for each of the 1/);
  });

  it('are what the temperature brings probabilities closest to', () => {
    // Two logits: the temperature t gives the first 1 / (1 + exp(-2 / t)), which is 0.7 at this t.
    const pair = [0, 0, 0, 1 / (1 + Math.exp(-2)), 0, 0, 1 / (1 + Math.exp(2))];
    const temperature = fitTemperature([3], pair, { labelDistributions: shares });
    near(temperature, 2 / Math.log(0.7 / 0.3));
  });
});

describe('crossEntropy()', () => {
  it('is the mean of the negative logarithms, and finite for a probability of 0', () => {
    near(crossEntropy([3, 0], [...sure(3), ...sure(3)]), (-Math.log(0.7) - Math.log(0.05)) / 2);
    const halves = [0.5, 0, 0, 0.5, 0, 0, 0];
    near(crossEntropy([3], sure(3), { labelDistributions: halves }), (-Math.log(0.7) - Math.log(0.05)) / 2);
    near(crossEntropy([0], new Array<number>(7).fill(1 / 7)), Math.log(7));
    assert.ok(Number.isFinite(crossEntropy([0], [0, 1, 0, 0, 0, 0, 0])));
  });
});
