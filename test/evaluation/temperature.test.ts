import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectedCalibrationError, predictedLabels } from '../../src/lib/evaluation/index';
import { applyTemperature, fitTemperature } from '../../src/lib/evaluation/temperature';
import { createRandom } from '../../src/lib/random';

/**
 * Images whose labels are drawn by their probabilities: of these a model is as sure as it should
 * be.
 */
function calibrated(n: number) {
  const random = createRandom(11);
  const probabilities = new Float32Array(n * 7);
  const labels = Uint8Array.from({ length: n }, (_, i) => {
    const weights = Array.from({ length: 7 }, () => Math.exp(2 * random.normal()));
    const total = weights.reduce((a, b) => a + b);
    weights.forEach((weight, k) => (probabilities[i * 7 + k] = weight / total));
    let rest = random.next() * total;
    return weights.findIndex((weight) => (rest -= weight) < 0);
  });
  return { labels, probabilities };
}

/** The mean cross-entropy at a temperature, written out. */
function crossEntropy(labels: Uint8Array, probabilities: Float32Array, temperature: number): number {
  const changed = applyTemperature(probabilities, { temperature });
  return labels.reduce((sum, label, i) => sum - Math.log(changed[i * 7 + label]), 0) / labels.length;
}

describe('fitTemperature()', () => {
  const { labels, probabilities } = calibrated(20_000);

  it('finds 1 where the probabilities are right, and what made them wrong where they are not', () => {
    assert.ok(Math.abs(fitTemperature(labels, probabilities) - 1) < 0.03);
    for (const temperature of [0.4, 0.8, 1.7]) {
      const wrong = applyTemperature(probabilities, { temperature });
      const found = fitTemperature(labels, wrong);
      assert.ok(Math.abs(found * temperature - 1) < 0.03, `${found}`);
      const after = applyTemperature(wrong, { temperature: found });
      assert.ok(expectedCalibrationError(labels, after) < 0.012);
      assert.ok(expectedCalibrationError(labels, wrong) > 0.04);
    }
  });

  it('is where the cross-entropy is lowest', () => {
    const wrong = applyTemperature(probabilities, { temperature: 0.5 });
    const best = fitTemperature(labels, wrong);
    const lowest = crossEntropy(labels, wrong, best);
    for (const factor of [0.9, 0.98, 1.02, 1.1])
      assert.ok(crossEntropy(labels, wrong, best * factor) > lowest);
  });

  it('stops at an end where every answer is right, and outlives a probability of 0', () => {
    const sure = Float32Array.of(0.9, 0.1, 0, 0, 0, 0, 0);
    assert.ok(Math.abs(fitTemperature([0], sure) - 0.05) < 1e-6);
    assert.ok(Number.isFinite(fitTemperature([2], sure)));
    assert.throws(
      () => fitTemperature([0, 1], sure),
      /probabilities to be from 2 to 100 for each of the 2 labels, as many for each but found 7/,
    );
    assert.throws(() => fitTemperature([], []), /labels to be at least one but found 0/);
  });
});

describe('applyTemperature()', () => {
  it('is the softmax of divided logits', () => {
    const logits = [1, -2, 0.5, 0, 3, -1, 2];
    const softmax = (values: number[]) => {
      const weights = values.map(Math.exp);
      const total = weights.reduce((a, b) => a + b);
      return weights.map((weight) => weight / total);
    };
    const changed = applyTemperature(softmax(logits), { temperature: 1.5 });
    softmax(logits.map((logit) => logit / 1.5)).forEach((value, k) =>
      assert.ok(Math.abs(value - changed[k]) < 1e-6),
    );
  });

  it('changes no answer', () => {
    const { probabilities } = calibrated(500);
    for (const temperature of [0.3, 3])
      assert.deepEqual(
        predictedLabels(applyTemperature(probabilities, { temperature })),
        predictedLabels(probabilities),
      );
    assert.throws(() => applyTemperature(probabilities, { temperature: 0 }), /temperature to be above 0/);
  });
});
