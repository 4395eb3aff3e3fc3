import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCsv } from '../../src/lib/analysis/index';
import { csvColumns, csvLine, type FaceRow } from '../../src/lib/faces/index';

const probabilities = {
  ...{ Anger: 0.05, Disgust: 0, Fear: 0.1, Happiness: 0.7, Sadness: 0.05, Surprise: 0.1 },
  Neutral: 0,
};

describe('parseCsv()', () => {
  it('reads back what csvLine() wrote', () => {
    const rows: FaceRow[] = [
      { file: 'a, "b"\r\nc.jpg', emotion: 'no face' },
      {
        ...{ file: '"', emotion: 'Happiness' },
        face: {
          ...{ id: 2, box: { x: -1.5, y: 2, width: 3, height: 4 }, detection: 0.9, probabilities },
          ...{ confidence: 0.7, quality: ['small', 'cut'] },
        },
      },
      {
        ...{ file: 'film.mp4', frame: 3, time: 0.6, emotion: 'unsure' },
        face: {
          ...{ id: 1, box: { x: 1, y: 2, width: 3, height: 4 }, detection: 0.9, probabilities },
          ...{ confidence: 0.7, smoothed: 'Fear', quality: [] },
        },
      },
    ];
    const text = [
      csvColumns({ smoothing: 1 }).join(','),
      ...rows.map((row) => csvLine(row, { smoothing: 1 })),
      '',
    ];
    assert.deepEqual(parseCsv(text.join('\n'), { file: 'a.csv', smoothing: 1 }), rows);
  });

  it('names what is not one of these', () => {
    const header = csvColumns().join(',');
    assert.deepEqual(parseCsv(`${header}\n`, { file: 'a.csv', smoothing: 0 }), []);
    assert.throws(
      () => parseCsv('a,b\n', { file: 'a.csv', smoothing: 0 }),
      /first line of a\.csv to be file,frame/,
    );
    assert.throws(
      () => parseCsv(`${header}\n1,2\n`, { file: 'a.csv', smoothing: 0 }),
      /row 1 of a\.csv to be one of 19 cells but found 2/,
    );
    const row = (face: string, x: string, emotion: string) =>
      `${header}\na.jpg,,,${face},${x},2,3,4,0.9,0,0,0,1,0,0,0,${emotion},1,\n`;
    const parse = (text: string) => parseCsv(text, { file: 'a.csv', smoothing: 0 });
    assert.equal(parse(row('1', '7', 'Happiness'))[0].face?.box.x, 7);
    for (const x of ['', 'seven', 'NaN'])
      assert.throws(() => parse(row('1', x, 'Happiness')), /x in row 1 of a\.csv to be a finite number/);
    assert.throws(() => parse(row('1', '7', 'Glee')), /emotion in row 1 of a\.csv to be one of Anger/);
    assert.throws(
      () => parse(`${header}\n"a.jpg,1\n`),
      /^ExpectationError: Expected a\.csv to be a CSV but found a fault: .*quote at line 2\.$/,
    );
  });

  it('reads lines that a spreadsheet has ended its own way', () => {
    const text = [csvColumns().join(','), csvLine({ file: 'a.jpg', emotion: 'no face' }), ''].join('\r\n');
    assert.deepEqual(parseCsv(text, { file: 'a.csv', smoothing: 0 }), [
      { file: 'a.jpg', emotion: 'no face' },
    ]);
  });
});
