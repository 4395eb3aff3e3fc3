import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  accuracy,
  classificationReport,
  confusionMatrix,
  expectedCalibrationError,
  calibrationCurve,
  predictedLabels,
  wilsonInterval,
} from '../../src/lib/evaluation/index';
import { sureOf } from './synthetic';

// The same hundred labels and predictions went through scikit-learn 1.9.1's confusion_matrix and
// classification_report(zero_division=0); what it printed stands below.
const labels = Array.from({ length: 100 }, (_, i) => (i * i + 3 * i) % 7);
const predicted = labels.map((label, i) => (i % 3 === 0 ? (5 * i) % 6 : label));
const near = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe('accuracy()', () => {
  it('is the share of labels predicted correctly', () => {
    assert.equal(accuracy([0, 1, 2, 3], [0, 1, 2, 4]), 0.75);
    near(accuracy(labels, predicted), 0.74);
  });
  it('rejects predictions for other images and labels that are no emotion', () => {
    assert.throws(
      () => accuracy([0, 1], [0]),
      /Expected predictions to be as many as the 2 labels but found 1/,
    );
    assert.throws(
      () => accuracy([0, 100], [0, 1]),
      /Expected label 1 to be an integer from 0 to 99 but found 100/,
    );
  });
});

describe('predictedLabels()', () => {
  it('takes the most probable emotion, the first of equals', () => {
    const probabilities = [0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.1, 0.1, 0.1, 0.2, 0.1];
    assert.deepEqual([...predictedLabels(probabilities)], [2, 0]);
  });
});

describe('confusionMatrix()', () => {
  it('counts true emotions in rows and predicted ones in columns', () => {
    const matrix = confusionMatrix([3, 3, 3, 6], [3, 4, 4, 6]);
    assert.deepEqual(matrix[3], [0, 0, 0, 1, 2, 0, 0]);
    assert.deepEqual(matrix[4], [0, 0, 0, 0, 0, 0, 0]);
    assert.equal(matrix[6][6], 1);
  });
  it('agrees with scikit-learn', () => {
    assert.deepEqual(confusionMatrix(labels, predicted), [
      [25, 0, 0, 4, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0],
      [2, 0, 0, 12, 0, 0, 0],
      [4, 0, 0, 6, 19, 0, 0],
      [6, 0, 0, 4, 0, 18, 0],
      [0, 0, 0, 0, 0, 0, 0],
    ]);
  });
});

describe('classificationReport()', () => {
  it('agrees with scikit-learn, emotions without images included', () => {
    const report = classificationReport(labels, predicted);
    const expected = [
      [0.6756756756756757, 0.8620689655172413, 0.7575757575757576, 29],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0.46153846153846156, 0.8571428571428571, 0.6, 14],
      [1, 0.6551724137931034, 0.7916666666666666, 29],
      [1, 0.6428571428571429, 0.782608695652174, 28],
      [0, 0, 0, 0],
    ];
    report.classes.forEach((row, k) => {
      [row.precision, row.recall, row.f1, row.support].forEach((value, column) =>
        near(value, expected[k][column]),
      );
    });
    assert.equal(report.classes[3].emotion, 'Happiness');
    near(report.accuracy, 0.74);
    near(report.macro.precision, 0.4481734481734482);
    near(report.macro.recall, 0.43103448275862066);
    near(report.macro.f1, 0.4188358742704568);
    near(report.weighted.precision, 0.8305613305613306);
    near(report.weighted.recall, 0.74);
    near(report.weighted.f1, 0.7524107378129118);
    assert.equal(report.macro.support, 100);
  });
  it('gives zeroDivision where a score has nothing to divide by', () => {
    // Disgust is never predicted: no precision, but a recall of 0 of 1.
    const report = classificationReport([0, 1], [0, 0], { zeroDivision: 1 });
    assert.equal(report.classes[1].precision, 1);
    assert.equal(report.classes[1].recall, 0);
    assert.equal(report.classes[2].f1, 1);
    assert.equal(classificationReport([], []).accuracy, 0);
    assert.equal(classificationReport([], []).weighted.f1, 0);
  });
});

describe('wilsonInterval()', () => {
  // statsmodels.stats.proportion.proportion_confint(correct, total, method='wilson')
  for (const [correct, total, low, high] of [
    [2257, 3589, 0.6129306360147702, 0.6445257562591098],
    [4668, 7178, 0.6392109071686554, 0.6612691316032333],
    [1, 2, 0.09453120573423068, 0.9054687942657693],
    [0, 10, 0, 0.27753279986288926],
    [10, 10, 0.7224672001371106, 1],
  ]) {
    it(`agrees with statsmodels for ${correct} of ${total}`, () => {
      const interval = wilsonInterval(correct, total);
      near(interval.low, low);
      near(interval.high, high);
    });
  }
  it('rejects what is no share', () => {
    assert.throws(() => wilsonInterval(0, 0), /Expected total to be greater than 0/);
    assert.throws(() => wilsonInterval(3, 2), /Expected correct to be from 0 to 2 but found 3/);
  });
});

describe('expectedCalibrationError()', () => {
  it('is what a hand computes', () => {
    // Three images at 0.9, two right: |2 - 2.7| = 0.7; two at 0.6, one right: |1 - 1.2| = 0.2; (0.7
    // + 0.2) / 5.
    const probabilities = sureOf([0, 1, 2, 3, 4], [0.9, 0.9, 0.9, 0.6, 0.6]);
    near(expectedCalibrationError([0, 1, 3, 3, 0], probabilities, { bins: 10 }), 0.18, 1e-6);
  });
  it('agrees with a NumPy implementation', () => {
    const rows = Array.from({ length: 60 }, (_, i) => {
      const raw = Array.from({ length: 7 }, (_, k) => (((i * 7 + k * k * 3 + i * k) % 11) + 1) ** 2);
      const total = raw.reduce((a, b) => a + b);
      return raw.map((value) => value / total);
    });
    const error = expectedCalibrationError(labels.slice(0, 60), rows.flat());
    near(error, 0.2180297835472729, 1e-12);
  });
  it('is 0 for a model that is always sure and right, and rejects probabilities of other images', () => {
    assert.equal(expectedCalibrationError([1, 2], sureOf([1, 2], 1)), 0);
    assert.throws(
      () => expectedCalibrationError([1, 2], sureOf([1])),
      /from 2 to 100 for each of the 2 labels, as many for each but found 7/,
    );
  });
  it('tells what is in each bin', () => {
    const { bins } = calibrationCurve([0, 1], sureOf([0, 0], 0.95), { bins: 10 });
    assert.equal(bins[9].count, 2);
    assert.equal(bins[9].accuracy, 0.5);
    near(bins[9].confidence, 0.95, 1e-6);
    assert.ok(Number.isNaN(bins[0].accuracy));
  });
});
