import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LabelAgreement } from '../../src/lib/evaluation/index';
import {
  labelAgreementBars,
  mistakesGrid,
  predictionGrid,
  renderSvg,
  sampleGrid,
  scoreBars,
  scoreRows,
  voteRows,
  votesGrid,
  type Figure,
} from '../../src/lib/plots/index';
import { textWidth } from '../../src/lib/plots/text-width';
import { findMistakes, scoreSplits } from '../../src/lib/evaluation/index';
import { sureOf, syntheticDataset } from '../evaluation/synthetic';

const titleOf = ({ layout }: Figure) => (layout.title as { text: string }).text.replace(/<br>/g, ' ');
const interval = { low: 0.4, high: 0.8 };
const agreement: LabelAgreement = {
  seven: { n: 1005, correct: 603, accuracy: 0.6, interval },
  agreement: 0.5,
  voterAgreement: 0.63,
  majorityAgreement: 0.76,
  emotions: [
    { emotion: 'Fear', n: 5, correct: 1, accuracy: 0.2, interval: { low: 0.1, high: 0.5 }, agreement: 0.15 },
    { emotion: 'Happiness', n: 1000, correct: 602, accuracy: 0.602, interval, agreement: 0.55 },
  ],
};

describe('labelAgreementBars()', () => {
  const figure = labelAgreementBars(agreement, { split: 'privateTest' });

  it('has a bar for the majority and one for an annotator, by label and for all', async () => {
    const [majority, single] = figure.data;
    assert.deepEqual(majority.x, ['Fear<br>(5)', 'Happiness<br>(1,000)', 'all<br>(1,005)']);
    const percent = ({ y }: Figure['data'][number]) => (y as number[]).map((value) => value.toFixed(1));
    assert.deepEqual(percent(majority), ['20.0', '60.2', '60.0']);
    assert.deepEqual(percent(single), ['15.0', '55.0', '50.0']);
    const { array, arrayminus } = majority.error_y as { array: number[]; arrayminus: number[] };
    assert.deepEqual([array[0], arrayminus[0]].map(Math.round), [30, 10]);
    assert.match(await renderSvg(figure), /the majority says the label/);
  });

  it('says that it is about FER-2013 and the votes, on which split, and what it shows', () => {
    assert.match(titleOf(figure), /^FER-2013's labels.*\(FER\+\) · privateTest$/);
    assert.match(figure.alt, /^Fear: the majority says the label for 20\.0 % of 5 images, .* 15\.0 %/);
  });
});

const plain = syntheticDataset([2, 3], {});
const voted = {
  ...plain,
  votes: Uint8Array.from([0, 0, 2, 0, 3, 0, 3, 0, 2, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0]),
};

describe('votesGrid()', () => {
  it('shows the label, and the votes with the most frequent answer first', () => {
    const figure = votesGrid(voted, [1, 0], { split: 'privateTest', title: 'Split' });
    assert.deepEqual(figure.data[0].text, [
      'label: Happiness<br>9 × Happiness<br>1 × Contempt',
      'label: Fear<br>3 × Sadness<br>3 × Neutral<br>2 × Fear<br>2 × Unknown',
    ]);
    assert.equal(titleOf(figure), 'Split · privateTest · FER-2013');
    assert.match(figure.alt, /^2 face images with labels and votes: label: Happiness, 9 × Happiness/);
    assert.equal(figure.layout.images?.length, 2);
  });

  it('says what to set where there are no votes', () => {
    assert.throws(() => votesGrid(plain, [0]), /FERPLUS/);
  });
});

describe('voteRows()', () => {
  it('puts an annotator and the majority below labels and models', () => {
    const rows = voteRows({ labels: agreement, 'a model': { ...agreement, agreement: 0.61 } });
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        ['labels', 1005, '60.0 %', '40.0 % to 80.0 %', '50.0 %'],
        ['a model', 1005, '60.0 %', '40.0 % to 80.0 %', '61.0 %'],
        ['one of the annotators', 1005, '76.0 %', '', '63.0 % (another one)'],
        ['the majority', 1005, '100.0 %', '', '76.0 %'],
      ],
    );
    assert.deepEqual(voteRows({}), []);
  });
});

describe("the annotators' labels", () => {
  const crowd = { ...voted, source: { ...voted.source, labeledBy: 'crowd' as const } };
  const probabilities = sureOf([3, 3]);
  const scores = scoreSplits(crowd, probabilities, { chosenOn: 'publicTest' });

  it('are named in the title of every figure, and in every row of scores', () => {
    const figures = [
      sampleGrid(crowd, { perClass: 1 }),
      predictionGrid(crowd, probabilities, {}),
      mistakesGrid(crowd, findMistakes(crowd, probabilities), {}),
      votesGrid(crowd, [0]),
      scoreBars(scores),
    ];
    for (const figure of figures)
      assert.match(titleOf(figure), / · FER-2013, labels of ten annotators \(FER\+\)$/);
    // The bars' labels take room to the left of the title.
    const { layout } = scoreBars(scores);
    const left = layout.margin?.l ?? 0;
    assert.ok(left > textWidth('privateTest', 12) && left < 160, `${left}`);
    for (const line of (layout.title as { text: string }).text.split('<br>'))
      assert.ok(textWidth(line, 16) <= layout.width! - left, line);
    for (const { data, note } of scoreRows(scores)) {
      assert.equal(data, 'FER-2013, labels of ten annotators (FER+)');
      assert.match(String(note), /^Scored on labels of ten annotators \(FER\+\), not on/);
    }
  });
});
