import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ACTION_UNITS, type ActionUnit } from '../../../src/lib/dataset/synthetic/action-units';
import { sampleFaceParameters } from '../../../src/lib/dataset/synthetic';
import { EMOTIONS, type Emotion } from '../../../src/lib/emotions';
import { createRandom } from '../../../src/lib/random';

/** The mean of one movement over many random faces of an emotion. */
function meanUnit(emotion: Emotion, unit: ActionUnit): number {
  const random = createRandom(11);
  const faces = Array.from({ length: 300 }, () => sampleFaceParameters(emotion, random));
  return faces.reduce((sum, { units }) => sum + units[unit], 0) / faces.length;
}

describe('faceParameters()', () => {
  it('gives the same face for the same seed and another one for another', () => {
    const face = (seed: number) => sampleFaceParameters('Fear', createRandom(seed));
    assert.deepEqual(face(1), face(1));
    assert.notDeepEqual(face(1), face(2));
  });

  it('keeps every movement from 0 to 1', () => {
    const random = createRandom(3);
    for (const emotion of EMOTIONS) {
      for (let i = 0; i < 100; i++) {
        const { units } = sampleFaceParameters(emotion, random);
        for (const unit of ACTION_UNITS)
          assert.ok(units[unit] >= 0 && units[unit] <= 1, `${emotion} ${unit} ${units[unit]}`);
      }
    }
  });

  it('moves the face as the action units of each emotion say', () => {
    const strongest = (unit: ActionUnit) =>
      EMOTIONS.map((emotion) => ({ emotion, mean: meanUnit(emotion, unit) })).sort(
        (a, b) => b.mean - a.mean,
      )[0].emotion;
    assert.equal(strongest('browLower'), 'Anger');
    assert.equal(strongest('lipTighten'), 'Anger');
    assert.equal(strongest('noseWrinkle'), 'Disgust');
    assert.equal(strongest('upperLipRaise'), 'Disgust');
    assert.equal(strongest('lipStretch'), 'Fear');
    assert.equal(strongest('upperLidRaise'), 'Fear');
    assert.equal(strongest('lipCornerPull'), 'Happiness');
    assert.equal(strongest('lipCornerDepress'), 'Sadness');
    assert.equal(strongest('jawDrop'), 'Surprise');
    assert.equal(strongest('outerBrowRaise'), 'Surprise');
  });

  it('leaves a neutral face nearly still', () => {
    for (const unit of ACTION_UNITS) assert.ok(meanUnit('Neutral', unit) < 0.1, unit);
  });

  it('shows every emotion on people of all ages alike', () => {
    const ages = (emotion: Emotion) => {
      const random = createRandom(9);
      return Array.from({ length: 1000 }, () => sampleFaceParameters(emotion, random).identity.age).reduce(
        (sum, age) => sum + age / 1000,
        0,
      );
    };
    for (const emotion of EMOTIONS) assert.ok(Math.abs(ages(emotion) - 0.5) < 0.03, emotion);
  });
});
