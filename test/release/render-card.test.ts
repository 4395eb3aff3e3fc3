import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMOTIONS } from '../../src/lib/emotions';
import { classificationReport, confusionMatrix, scoreSplits } from '../../src/lib/evaluation/index';
import { renderCard, type ModelCard } from '../../src/lib/release/index';
import type { ViewMeasurements } from '../../src/lib/release/model-card';
import { PRESETS } from '../../src/lib/training/index';
import { sureOf, syntheticDataset } from '../evaluation/synthetic';

/**
 * A card of a model of FER-2013 that nobody trained: five of seven classified correctly in each
 * test.
 */
function syntheticCard(): ModelCard {
  const labels = [0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6];
  const predicted = labels.map((label) => (label < 2 ? 2 : label));
  const tests = syntheticDataset(labels, {
    splits: labels.map((_, i) => (i < 7 ? 'publicTest' : 'privateTest')),
  });
  const scores = scoreSplits(tests, sureOf(predicted), { chosenOn: 'publicTest', leaveOut: [0] });
  const calibration = ['both tests', 'publicTest', 'privateTest'].map((split, i) => ({
    split,
    n: 7,
    error: 0.0123 + i / 100,
  }));
  const classes = {
    confusion: confusionMatrix(labels, predicted),
    report: classificationReport(labels, predicted),
  };
  const view: ViewMeasurements = {
    ...{ scores, calibration, bins: [] },
    classes: { bothTests: classes, privateTest: classes },
  };
  return {
    model: {
      architecture: 'large',
      parameters: 4_341_063,
      multiplyAdds: 332_209_920,
      bytes: 8_765_432,
      weightsSha256: 'ab',
    },
    data: {
      kind: 'FER-2013',
      fingerprint: 'fedcba',
      counts: { train: [3995, 437, 4097, 7215, 4830, 3171, 4965], publicTest: [1], privateTest: [1] },
      duplicates: { groups: 1516, redundant: 1853, testsInTrain: 569, conflicting: 58 },
    },
    training: {
      ...{
        command: 'npm run train -- --preset release --seed 77',
        preset: 'release',
        recipe: PRESETS.release,
        seed: 77,
      },
      ...{ runSize: 'full', data: { kind: 'FER-2013', fingerprint: 'fedcba' }, precision: 'bfloat16' },
      ...{ processor: { model: 'A processor', cores: 3, features: ['avx'] }, packages: { Node: '20.1.2' } },
      ...{ commits: ['c0ffee'], epochs: 80, bestEpoch: 71, chosenOn: 'publicTest', seconds: 17_940 },
    },
    temperature: { value: 1.2345, fittedOn: 'publicTest' },
    measurements: { oneView: view, flipAveraged: view, asTrained: { calibration, bins: [] } },
    accuracyUnrounded: 0.70123,
    latency: { p50: 7.77, p99: 9.99, repeats: 300, processor: { model: 'A processor', cores: 3 } },
    ...{ run: 'train-release', commit: 'decaf' },
  };
}

describe('renderCard()', () => {
  const card = syntheticCard();
  // How wide a table's columns are says nothing.
  const words = renderCard(card).replace(/ +\|/g, ' |');

  it('says of each score its split, its interval and how the checkpoint was chosen', () => {
    const rows = words.split('\n').filter((line) => line.includes('ptimistic'));
    assert.equal(rows.length, 5);
    for (const row of rows) assert.match(row, /\d\d\.\d\d % \(\d\d\.\d\d % to \d\d\.\d\d %\).*chosen on/);
    assert.match(
      words,
      /\| privateTest \| 7 \| 71\.43 % \(35\.89 % to 91\.78 %\) .* Not optimistic: the checkpoint was chosen on publicTest/,
    );
    assert.match(words, /\| publicTest, without 1 that also appear in train \| 6 \|/);
  });

  it('takes its numbers from the card', () => {
    for (const number of [
      ...[
        '437 images',
        '7,215',
        '58 groups',
        '569 of the 14',
        '1,516 groups',
        '1,853 redundant',
        '0.0323',
        '1.234',
        '70.12 %',
      ],
      ...[
        '--seed 77',
        '71, chosen on publicTest',
        '4 h 59 min',
        '224 s an epoch',
        '7.8 ms',
        '10.0 ms',
        '8.8 MB',
        '8,765,432',
      ],
      ...['4,341,063', '332 million', 'c0ffee', 'decaf', 'fedcba', 'Node 20.1.2', 'A processor, 3 cores'],
    ])
      assert.ok(words.includes(number), number);
  });

  it('says what the model is for, where it fails, and what to consider', () => {
    for (const heading of [
      ...['## Intended use and limits', '## What it is not for', '## Ethics', '## Calibration', '## Cost'],
    ])
      assert.ok(words.includes(heading), heading);
    for (const word of ['search', 'Labels disagree', 'Not for judging people', 'Disgust has 437', 'Barrett'])
      assert.ok(words.includes(word), word);
    for (const emotion of EMOTIONS) assert.ok(words.includes(`| ${emotion} |`), emotion);
  });

  it('says what no such model is good for, with the law and its source, of drawn faces too', () => {
    const drawn = renderCard({ ...card, data: { ...card.data, kind: 'drawn faces' } });
    for (const text of [words, drawn])
      for (const word of [
        ...['No lie detector', 'No judge of applicants', 'No diagnosis', 'Nobody without consent'],
        ...['Article 5(1)(f)', 'recital 44', 'Article 50(3)', '(EU) 2024/1689', '10.1177/1529100619832930'],
      ])
        assert.ok(text.includes(word), word);
  });

  it('says that a quick run saw only part of the images', () => {
    assert.doesNotMatch(words, /A quick run/);
    assert.match(
      renderCard({ ...card, training: { ...card.training, runSize: 'quick' } }),
      /\*\*A quick run:\*\* only part of the images/,
    );
  });

  it('says that scores on drawn faces prove nothing', () => {
    const drawn = renderCard({ ...card, data: { ...card.data, kind: 'drawn faces' } });
    assert.match(drawn, /faces that the project draws/);
    assert.doesNotMatch(drawn, /Goodfellow|people in its training images/);
  });

  it('says how the learning rate went and which weights count', () => {
    const recipe = { ...PRESETS.release, schedule: 'constant', averageDecay: 0 } as const;
    const plain = renderCard({ ...card, training: { ...card.training, recipe } });
    assert.match(plain, /learning rate is the same at every step; .* those of the last step\./);
    assert.match(renderCard(card), /follows a\none-cycle schedule; .* exponential moving average/);
  });
});
