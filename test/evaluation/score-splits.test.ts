import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scoreSplits } from '../../src/lib/evaluation/index';
import type { Split } from '../../src/lib/dataset/dataset';
import { sureOf, syntheticDataset } from './synthetic';

// Four images of publicTest (two correct), six of privateTest (five correct), one of train (right).
const splits: Split[] = [
  'train',
  ...Array.from({ length: 4 }, () => 'publicTest' as const),
  ...Array.from({ length: 6 }, () => 'privateTest' as const),
];
const labels = [0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2];
const predicted = [0, 1, 1, 0, 0, 2, 2, 2, 2, 2, 0];
const dataset = syntheticDataset(labels, { splits });

describe('scoreSplits()', () => {
  const scores = scoreSplits(dataset, sureOf(predicted), { chosenOn: 'publicTest' });

  it('scores both tests, publicTest and privateTest, never train', () => {
    assert.deepEqual(
      scores.map(({ split, n, correct, accuracy }) => [split, n, correct, accuracy]),
      [
        ['all 10 (both tests)', 10, 7, 0.7],
        ['publicTest', 4, 2, 0.5],
        ['privateTest', 6, 5, 5 / 6],
      ],
    );
    // Wilson for 2 of 4, by hand: centre 0.5, half 1.96 / 1.9604 * sqrt(1/16 + 0.245^2) = 0.35.
    assert.ok(Math.abs(scores[1].interval.low - 0.15) < 1e-3);
    assert.ok(Math.abs(scores[1].interval.high - 0.85) < 1e-3);
  });
  it('says which scores are optimistic because they chose the checkpoint', () => {
    assert.deepEqual(
      scores.map(({ optimistic }) => optimistic),
      [true, true, false],
    );
    assert.equal(scores[0].note, 'Partly optimistic: the checkpoint was chosen on 4 of these 10 images.');
    assert.equal(scores[1].note, 'Optimistic: the checkpoint was chosen on these images.');
    assert.equal(scores[2].note, 'Not optimistic: the checkpoint was chosen on publicTest.');
    assert.equal(scores[2].chosenOn, 'publicTest');
  });
  it('labels a checkpoint chosen on both tests, and one that no score chose', () => {
    const both = scoreSplits(dataset, sureOf(predicted), { chosenOn: ['publicTest', 'privateTest'] });
    assert.ok(both.every(({ optimistic }) => optimistic));
    assert.equal(both[0].chosenOn, 'publicTest and privateTest');
    const none = scoreSplits(dataset, sureOf(predicted), { chosenOn: null });
    assert.ok(none.every(({ optimistic }) => !optimistic));
    assert.equal(none[0].chosenOn, 'no score (last epoch)');
  });
  it('says so when another data set chose the checkpoint', () => {
    const elsewhere = { elsewhere: 'publicTest of FER-2013' };
    for (const score of scoreSplits(dataset, sureOf(predicted), { chosenOn: elsewhere })) {
      assert.equal(score.chosenOn, 'publicTest of FER-2013');
      assert.equal(score.note, 'Not optimistic: the checkpoint was chosen on publicTest of FER-2013.');
    }
  });
  it('says so when the labels are those of ten annotators, and nothing of own ones', () => {
    const crowd = { ...dataset, source: { ...dataset.source, labeledBy: 'crowd' as const } };
    for (const score of scoreSplits(crowd, sureOf(predicted), { chosenOn: null })) {
      assert.equal(score.labels, 'crowd');
      assert.equal(
        score.note,
        "Scored on labels of ten annotators (FER+), not on FER-2013's own. Not optimistic: no score chose the checkpoint.",
      );
    }
    for (const score of scores) {
      assert.ok(!('labels' in score));
      assert.doesNotMatch(score.note, /annotators/);
    }
  });
  it('adds the scores without images that also appear in train, by index or by name', () => {
    const byIndex = scoreSplits(dataset, sureOf(predicted), { chosenOn: 'publicTest', leaveOut: [1, 10] });
    const names = new Set([dataset.names[1], dataset.names[10]]);
    const byName = scoreSplits(dataset, sureOf(predicted), { chosenOn: 'publicTest', leaveOut: names });
    assert.deepEqual(byIndex, byName);
    assert.deepEqual(
      byIndex.slice(3).map(({ split, n, correct }) => [split, n, correct]),
      [
        ['all 8 (both tests), without 2 that also appear in train', 8, 6],
        ['publicTest, without 1 that also appear in train', 3, 1],
        ['privateTest, without 1 that also appear in train', 5, 5],
      ],
    );
    assert.deepEqual(byIndex.slice(0, 3), scores);
  });
  it('says that faces are drawn', () => {
    const drawn = syntheticDataset(labels, { splits, kind: 'drawn faces' });
    for (const { note, source } of scoreSplits(drawn, sureOf(predicted), { chosenOn: null })) {
      assert.match(note, /^Drawn faces\. /);
      assert.equal(source, 'drawn faces');
    }
  });
  it('rejects a data set without tests and probabilities of other images', () => {
    const train = syntheticDataset([0], { splits: ['train'] });
    assert.throws(
      () => scoreSplits(train, sureOf([0]), { chosenOn: null }),
      /images of publicTest or privateTest/,
    );
    assert.throws(() => scoreSplits(dataset, sureOf([0]), { chosenOn: null }), /7 for each of the 11 images/);
  });
});
