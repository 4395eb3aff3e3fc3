import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMOTIONS, type Emotion } from '../../src/lib/emotions';
import { createEmotionSmoother } from '../../src/lib/faces/smooth-emotions';

/** All of the probability on one emotion. */
const sure = (emotion: Emotion) =>
  Object.fromEntries(EMOTIONS.map((name) => [name, name === emotion ? 1 : 0])) as Record<Emotion, number>;

describe('createEmotionSmoother()', () => {
  it('forgets by seconds: after the time constant the past weighs 1/e', () => {
    const smoother = createEmotionSmoother({ seconds: 2 });
    assert.equal(smoother.update(1, { probabilities: sure('Neutral'), time: 5 }).Neutral, 1);
    const after = smoother.update(1, { probabilities: sure('Happiness'), time: 7 });
    assert.ok(Math.abs(after.Neutral - Math.exp(-1)) < 1e-12);
    assert.ok(Math.abs(after.Happiness - (1 - Math.exp(-1))) < 1e-12);
  });

  it('does not depend on how often it looks', () => {
    const result = [0.1, 0.5].map((every) => {
      const smoother = createEmotionSmoother({ seconds: 1 });
      smoother.update(1, { probabilities: sure('Fear'), time: 0 });
      let last = 0;
      for (let step = 1; step <= 2 / every; step++)
        last = smoother.update(1, { probabilities: sure('Anger'), time: step * every }).Anger;
      return last;
    });
    assert.ok(Math.abs(result[0] - result[1]) < 1e-12);
    assert.ok(Math.abs(result[0] - (1 - Math.exp(-2))) < 1e-12);
  });

  it('keeps faces apart, and sums that are 1', () => {
    const smoother = createEmotionSmoother({ seconds: 1 });
    smoother.update(1, { probabilities: sure('Fear'), time: 0 });
    assert.equal(smoother.update(2, { probabilities: sure('Anger'), time: 0.2 }).Anger, 1);
    const mixed = smoother.update(1, { probabilities: sure('Sadness'), time: 0.2 });
    assert.ok(Math.abs(Object.values(mixed).reduce((a, b) => a + b) - 1) < 1e-12);
  });

  it('does not smooth with 0 seconds, and rejects what is not a time', () => {
    const smoother = createEmotionSmoother({ seconds: 0 });
    smoother.update(1, { probabilities: sure('Fear'), time: 0 });
    assert.equal(smoother.update(1, { probabilities: sure('Anger'), time: 0.2 }).Anger, 1);
    assert.throws(
      () => createEmotionSmoother({ seconds: -1 }),
      /time constant to be a number of seconds from 0/,
    );
  });
});
