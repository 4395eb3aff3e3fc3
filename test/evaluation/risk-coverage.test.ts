import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { computeRiskCoverage, mostConfident, wilsonInterval } from '../../src/lib/evaluation/index';
import { createRandom } from '../../src/lib/random';
import { sureOf, syntheticDataset } from './synthetic';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

describe('riskCoverage()', () => {
  const random = createRandom(3);
  const labels = Array.from({ length: 200 }, () => random.integer(7));
  const predicted = labels.map((label) => (random.next() < 0.6 ? label : (label + 1) % 7));
  const confidence = labels.map(() => 0.2 + 0.8 * random.next());
  const { points, area, bestArea } = computeRiskCoverage(labels, sureOf(predicted, confidence));

  it('has the accuracy of the answers above each threshold, counted one by one', () => {
    assert.equal(points.length, 200);
    for (const { threshold, kept, coverage, accuracy, interval } of points) {
      const given = labels.filter((_, i) => Math.fround(confidence[i]) >= threshold).length;
      const right = labels.filter(
        (label, i) => Math.fround(confidence[i]) >= threshold && predicted[i] === label,
      ).length;
      assert.deepEqual([kept, coverage, accuracy], [given, given / 200, right / given]);
      assert.deepEqual(interval, wilsonInterval(right, given));
    }
  });
  it('has as its area the mean risk over all coverages, and as the best one that of a model that knows', () => {
    near(area, points.reduce((sum, { accuracy }) => sum + (1 - accuracy), 0) / 200);
    const knowing = predicted.map((own, i) => (own === labels[i] ? 0.9 : 0.5) + i / 1000);
    near(bestArea, computeRiskCoverage(labels, sureOf(predicted, knowing)).area);
    assert.ok(bestArea < area);
  });
  it('keeps equal confidences together, and counts them as if in random order', () => {
    const labels = [0, 1, 2, 3];
    const { points, area } = computeRiskCoverage(labels, sureOf([0, 1, 5, 5], [0.9, 0.5, 0.5, 0.5]));
    assert.deepEqual(
      points.map(({ kept, accuracy }) => [kept, accuracy]),
      [
        [1, 1],
        [4, 0.5],
      ],
    );
    // All six orders of the last three answers, one right and two wrong, each as likely.
    const orders = [
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ].map(([a, b, c]) => (0 + a / 2 + (a + b) / 3 + (a + b + c) / 4) / 4);
    near(area, orders.reduce((sum, value) => sum + value) / 3);
  });
  it('is 0 for a model without mistakes and 1 for one without a right answer', () => {
    assert.deepEqual(
      [computeRiskCoverage([1, 2], sureOf([1, 2])).area, computeRiskCoverage([1, 2], sureOf([3, 3])).area],
      [0, 1],
    );
  });
  it('refuses no labels and a single probability for each', () => {
    assert.throws(() => computeRiskCoverage([], []), /labels to be at least one but found 0/);
    assert.throws(
      () => computeRiskCoverage([1], [1]),
      /from 2 to 100 for each of the 1 labels, as many for each but found 1/,
    );
  });
});

describe('mostConfident()', () => {
  const labels = [0, 0, 0, 4, 4, 6];
  const dataset = syntheticDataset(labels);
  const probabilities = sureOf([0, 0, 1, 4, 5, 1], [0.5, 0.8, 0.6, 0.7, 0.9, 0.95]);
  const places = (options: Parameters<typeof mostConfident>[2]) =>
    mostConfident(dataset, probabilities, options).map(({ index }) => index);

  it('lists correct or wrong predictions, the most confident first', () => {
    assert.deepEqual(places({ right: true }), [1, 3, 0]);
    assert.deepEqual(places({ right: false }), [5, 4, 2]);
    assert.deepEqual(places({ right: false, count: 2 }), [5, 4]);
    assert.deepEqual(mostConfident(dataset, probabilities, { right: true, count: 1 }), [
      {
        ...{ index: 1, name: 'test/0/1.jpg', split: 'privateTest', label: 0, predicted: 0 },
        confidence: Math.fround(0.8),
      },
    ]);
  });
  it('lists so many of each emotion, emotion by emotion', () => {
    assert.deepEqual(places({ right: true, perEmotion: 1 }), [1, 3]);
    assert.deepEqual(places({ right: false, perEmotion: 1 }), [2, 4, 5]);
  });
});
