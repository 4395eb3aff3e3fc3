import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { layerRows, reportRows, scoreRows } from '../../src/lib/plots/index';
import { createTable } from '../../src/lib/plots/table';
import { classificationReport, scoreSplits } from '../../src/lib/evaluation/index';
import { sureOf, syntheticDataset } from '../evaluation/synthetic';

describe('createTable()', () => {
  const rows = [
    { name: '<b>Fear</b> & "co"', images: 4097, share: 0.14271, loss: 1.25, missing: undefined },
    { name: 'Anger', images: 12, share: 0.5, loss: NaN, missing: null },
  ];
  it('escapes what is text and puts numbers at the right', () => {
    const { html } = createTable(rows, { caption: 'A < B', percent: ['share'] });
    assert.match(html, /<caption [^>]*>A &lt; B<\/caption>/);
    assert.match(html, /<td style="text-align: left">&lt;b&gt;Fear&lt;\/b&gt; &amp; &quot;co&quot;<\/td>/);
    assert.match(
      html,
      /<td style="text-align: right">4,097<\/td><td style="text-align: right">14\.3 %<\/td>/,
    );
    assert.doesNotMatch(html, /<b>/);
  });
  it('shows the same as text', () => {
    assert.equal(
      createTable(rows, { columns: ['images', 'loss', 'missing'], digits: 2 }).text,
      [
        'images  loss  missing',
        '------  ----  -------',
        ' 4,097  1.25        –',
        '    12     –        –',
      ].join('\n'),
    );
  });
  it('sets the points of a column under each other', () => {
    const mixed = [
      { score: 1, images: 7 },
      { score: 0.25, images: 8 },
    ];
    assert.equal(
      createTable(mixed).text,
      ['score  images', '-----  ------', '1.000       7', '0.250       8'].join('\n'),
    );
  });
  it('takes a DataFrame, with its index where that is not just numbers', async () => {
    const { DataFrame } = await import('danfojs-node');
    const plain = createTable(new DataFrame({ emotion: ['Fear', 'Anger'], images: [4097, 3995] }));
    assert.equal(plain.text, 'emotion  images\n-------  ------\nFear      4,097\nAnger     3,995');
    const indexed = createTable(new DataFrame({ train: [7, 8] }, { index: ['Fear', 'Anger'] }));
    assert.equal(indexed.text, '       train\n-----  -----\nFear       7\nAnger      8');
  });
  it('shows a table without rows, and rejects what is none', () => {
    assert.match(
      createTable([], { columns: ['a'] }).html,
      /<th [^>]*>a<\/th><\/tr><\/thead><tbody><\/tbody>/,
    );
    assert.throws(
      () => createTable(3 as never),
      /Expected a table to be an array of rows or a DataFrame but found number/,
    );
  });
});

describe('layerRows(), scoreRows() and reportRows()', () => {
  it('sum up the layers', () => {
    const rows = layerRows([
      { name: 'conv', type: 'Conv2D', outputShape: [48, 48, 64], params: 640, multiplyAdds: 1000 },
      { name: 'dense', type: 'Dense', outputShape: [7], params: 7, multiplyAdds: 10 },
    ]);
    assert.deepEqual(rows, [
      {
        layer: 'conv',
        type: 'Conv2D',
        'output shape': '48 × 48 × 64',
        parameters: 640,
        'multiply-adds per image': 1000,
      },
      { layer: 'dense', type: 'Dense', 'output shape': '7', parameters: 7, 'multiply-adds per image': 10 },
      { layer: 'all', type: '', 'output shape': '', parameters: 647, 'multiply-adds per image': 1010 },
    ]);
  });
  it('show no accuracy without its split, interval and choice', () => {
    const dataset = syntheticDataset([0, 1], { splits: ['publicTest', 'privateTest'], kind: 'drawn faces' });
    const [row] = scoreRows(scoreSplits(dataset, sureOf([0, 2]), { chosenOn: 'publicTest' }));
    assert.equal(row.split, 'all 2 (both tests)');
    assert.equal(row.accuracy, '50.0 %');
    assert.equal(row['95 % interval'], '9.5 % to 90.5 %');
    assert.equal(row['checkpoint chosen on'], 'publicTest');
    assert.equal(row.data, 'drawn faces');
  });
  it('end a report with its averages', () => {
    const rows = reportRows(classificationReport([0, 1], [0, 1]));
    assert.deepEqual(rows.map(({ emotion }) => emotion).slice(-2), ['macro average', 'weighted average']);
    assert.deepEqual(rows[0], { emotion: 'Anger', precision: 1, recall: 1, F1: 1, images: 1 });
    const own = reportRows(classificationReport([0, 1], [0, 1], { classes: ['cat', 'dog'] }));
    assert.deepEqual(own[0], { class: 'cat', precision: 1, recall: 1, F1: 1, images: 1 });
  });
});
