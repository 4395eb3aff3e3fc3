import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Dataset } from '../../src/lib/dataset/dataset';
import {
  accuracy,
  applyTemperature,
  calibratedCrossEntropy,
  classificationReport,
  classify,
  computeRiskCoverage,
  confusionMatrix,
  crossEntropy,
  expectedCalibrationError,
  findMistakes,
  fitTemperature,
  gradCam,
  mostConfident,
  oneHot,
  predict,
  predictedLabels,
  scoreSplits,
} from '../../src/lib/evaluation/index';
import { checkJson } from '../../src/lib/json/index';
import { createModel } from '../../src/lib/model/index';
import { createResidual } from '../../src/lib/model/create-residual';
import { evaluateModel } from '../../src/lib/run/evaluate-model';
import { RUN_EVALUATION } from '../../src/lib/run/run-evaluation';
import { syntheticDataset } from './synthetic';

const THREE = ['cat', 'dog', 'hen'];
const TWELVE = Array.from({ length: 12 }, (_, i) => `class of ${i}`);
const near = (actual: number, expected: number, tolerance = 1e-6) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

const withClasses = (labels: number[], classes: readonly string[]): Dataset => ({
  ...syntheticDataset(labels, { kind: 'own images' }),
  classes,
});

describe('evaluation of three classes', () => {
  const labels = [0, 1, 2, 1];
  // Only the second is wrong: a dog taken for a cat.
  const probabilities = [0.7, 0.2, 0.1, 0.5, 0.3, 0.2, 0.1, 0.1, 0.8, 0.2, 0.6, 0.2];
  const predicted = predictedLabels(probabilities, { classes: THREE });
  const dataset = withClasses(labels, THREE);

  it('counts and scores what is predicted', () => {
    assert.deepEqual([...predicted], [0, 0, 2, 1]);
    assert.equal(accuracy(labels, predicted), 0.75);
    const matrix = [
      [1, 0, 0],
      [1, 1, 0],
      [0, 0, 1],
    ];
    assert.deepEqual(confusionMatrix(labels, predicted, { classes: THREE }), matrix);
    assert.deepEqual(confusionMatrix(labels, predicted, { classes: 3 }), matrix);
    const { classes, macro, weighted } = classificationReport(labels, predicted, { classes: THREE });
    assert.deepEqual(classes, [
      { emotion: 'cat', precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
      { emotion: 'dog', precision: 1, recall: 0.5, f1: 2 / 3, support: 2 },
      { emotion: 'hen', precision: 1, recall: 1, f1: 1, support: 1 },
    ]);
    near(macro.f1, 7 / 9);
    near(weighted.f1, 3 / 4);
    assert.deepEqual([...oneHot([2, 0], { classes: 3 })], [0, 0, 1, 1, 0, 0]);
  });

  it('compares probabilities with the labels', () => {
    near(crossEntropy(labels, probabilities), -Math.log(0.7 * 0.3 * 0.8 * 0.6) / 4);
    // Of two bins the lower holds the wrong one, of confidence 0.5; the upper has 0.7, all right.
    near(expectedCalibrationError(labels, probabilities, { bins: 2 }), 0.5 / 4 + (3 * 0.3) / 4);
    const { area } = computeRiskCoverage(labels, probabilities);
    near(area, (0 + 0 + 0 + 1 / 4) / 4);
  });

  it('fits a temperature: the best one gives the share that is right', () => {
    // Two classes, always 0.8 for the first, which is right twice in three: ln(0.8 / 0.2) / ln 2.
    const same = [0.8, 0.2, 0.8, 0.2, 0.8, 0.2];
    near(fitTemperature([0, 0, 1], same), 2);
    const [p, q] = applyTemperature([0.8, 0.2], { temperature: 2, classes: 2 });
    near(p, 2 / 3);
    near(q, 1 / 3);
    near(calibratedCrossEntropy([0, 0, 1], same), -(2 * Math.log(2 / 3) + Math.log(1 / 3)) / 3);
  });

  it('lists mistakes and the most confident of each class', () => {
    assert.deepEqual(
      findMistakes(dataset, probabilities).map(({ index, predicted: taken }) => [index, taken]),
      [[1, 0]],
    );
    const best = mostConfident(dataset, probabilities, { right: true, perEmotion: 1 });
    assert.deepEqual(
      best.map(({ index, confidence }) => [index, confidence]),
      [
        [0, 0.7],
        [3, 0.6],
        [2, 0.8],
      ],
    );
  });

  it('scores splits, and refuses probabilities of other classes', () => {
    const [score] = scoreSplits(dataset, probabilities, { chosenOn: null });
    assert.deepEqual([score.n, score.correct, score.source], [4, 3, 'own images']);
    assert.throws(
      () => scoreSplits(dataset, new Float32Array(4 * 7), { chosenOn: null }),
      /probabilities to be 3 for each of the 4 images \(12\) but found 28/,
    );
    assert.throws(() => predictedLabels([0.5, 0.5]), /7 for each image but found 2\. Pass the classes/);
    assert.throws(
      () => confusionMatrix([0, 3], [0, 1], { classes: 3 }),
      /label 1 to be an integer from 0 to 2/,
    );
  });

  it('refuses the labels of half of the images, and labels beyond the classes', () => {
    const rows = Float32Array.from({ length: 4 * 7 }, () => 1 / 7);
    assert.throws(
      () => crossEntropy([0, 1], rows),
      /the 14 probabilities of image 0 to be a distribution, with a sum of 1 but found a sum of 2/,
    );
    assert.throws(
      () => crossEntropy([0, 1, 3, 1], probabilities),
      /label 2 to be an integer from 0 to 2 but found 3/,
    );
  });
});

describe('evaluation of twelve classes', () => {
  const labels = TWELVE.map((_, i) => i);
  const sure = oneHot(
    labels.map((label) => (label < 3 ? label + 1 : label)),
    { classes: TWELVE },
  );

  it('knows all of them', () => {
    const predicted = predictedLabels(sure, { classes: 12 });
    assert.equal(accuracy(labels, predicted), 9 / 12);
    const { macro, classes } = classificationReport(labels, predicted, { classes: TWELVE });
    // Three are never found, the fourth is predicted twice: (8 + 2 / 3) / 12.
    near(macro.f1, 13 / 18);
    assert.deepEqual([classes[3].emotion, classes[3].precision, classes[3].recall], ['class of 3', 0.5, 1]);
    near(crossEntropy(labels, new Float32Array(144).fill(1 / 12)), Math.log(12));
  });
});

describe('models of three and twelve classes', () => {
  const made = [3, 12].map((classes) =>
    createResidual({
      ...{ name: 'tiny', stem: 16, wide: 16, blocks: [{ filters: 16, stride: 2 }] },
      ...{ dropout: 0, seed: 3, classes },
    }),
  );
  after(() => made.forEach((model) => model.dispose()));

  it('predict, classify and explain as many classes', async () => {
    for (const [i, count] of [3, 12].entries()) {
      const images = syntheticDataset([0, 0]);
      const rows = await predict(made[i], images, { flip: true });
      assert.equal(rows.length, 2 * count);
      near(
        rows.subarray(0, count).reduce((sum, p) => sum + p),
        1,
      );
      assert.equal((await classify(made[i], images.images)).length, 2 * count);
      const { labels } = await gradCam(made[i], images.images, { label: count - 1 });
      assert.deepEqual([...labels], [count - 1, count - 1]);
      await assert.rejects(
        gradCam(made[i], images.images, { label: count }),
        new RegExp(`an integer from 0 to ${count - 1}, or one for each of the 2 images but found ${count}`),
      );
    }
  });

  it('are evaluated like notebook 6 does, in a file that its schema accepts', async () => {
    const splits = ['train', 'publicTest', 'privateTest', 'privateTest'] as const;
    const dataset = { ...withClasses([0, 1, 2, 0], THREE), splits };
    const evaluation = await evaluateModel(made[0], dataset, { chosenOn: 'publicTest' });
    assert.deepEqual(
      evaluation.report.classes.map(({ emotion, support }) => [emotion, support]),
      [
        ['cat', 1],
        ['dog', 1],
        ['hen', 1],
      ],
    );
    const json = JSON.parse(JSON.stringify(evaluation)) as typeof evaluation;
    const check = (value: unknown) =>
      checkJson(value, RUN_EVALUATION, { file: 'evaluation.json', what: 'an evaluation' });
    assert.deepEqual(check(json), json);
    assert.throws(
      () => check({ ...json, data: 'FER-2013' }),
      /report\.classes in evaluation\.json to be a list of 7 but found a list of 3/,
    );
    assert.throws(
      () =>
        check({
          ...json,
          confusion: [
            [1, 0],
            [0, 1],
          ],
        }),
      /a list of 2, as in confusion but found a list of 3/,
    );
    assert.throws(
      () =>
        check({
          ...json,
          confusion: [
            [1, 0, 0],
            [0, 1],
            [0, 0, 1],
          ],
        }),
      /confusion\[1\] in evaluation\.json to be a list of 3 but found a list of 2/,
    );
  });

  it('are not evaluated on other classes, not even on as many with other names', async () => {
    const seven = withClasses([0], ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    const emotions = createModel();
    made.push(emotions);
    await assert.rejects(
      evaluateModel(emotions, seven, { chosenOn: null }),
      /the classes of the model to be those of synthetic, a, b, c, d, e, f, g, but found Anger, /,
    );
    await assert.rejects(evaluateModel(made[1], seven, { chosenOn: null }), /but found class 0, class 1, /);
  });
});
