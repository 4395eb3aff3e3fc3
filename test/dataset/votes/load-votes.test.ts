import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import type { Dataset } from '../../../src/lib/dataset/dataset';
import { loadVotes } from '../../../src/lib/dataset/votes/load-votes';
import { inMemory } from '../support/tiny-set';
import { ferplusLines, NAMES_HEADER, splitOf, writeCsv } from '../support/votes';
import { EMOTIONS } from '../../../src/lib/emotions';

const folder = mkdtempSync(path.join(tmpdir(), 'votes '));
after(() => rmSync(folder, { recursive: true }));

/** A data set of noise with these names. */
function withNames(names: readonly string[], kind: Dataset['source']['kind'] = 'FER-2013'): Dataset {
  const dataset = inMemory(names.map((_, seed) => ({ seed, label: seed % 7 })));
  return { ...dataset, names, source: { ...dataset.source, kind, path: 'the images' } };
}

/** The votes of each image, in the order of ANSWERS. */
const rowsOf = ({ votes }: Dataset) =>
  Array.from({ length: votes!.length / 10 }, (_, i) => [...votes!.subarray(i * 10, (i + 1) * 10)].join());

const HAPPY = '0,10,0,0,0,0,0,0,0,0';
const SAD = '0,0,0,10,0,0,0,0,0,0';
// The same in label order.
const HAPPY_VOTES = '0,0,0,10,0,0,0,0,0,0';
const SAD_VOTES = '0,0,0,0,10,0,0,0,0,0';
const NO_VOTES = '0,0,0,0,0,0,0,0,0,0';

describe('loadVotes() by name', () => {
  const load = (names: readonly string[], lines: readonly string[], kind?: Dataset['source']['kind']) =>
    loadVotes(
      withNames(names, kind),
      writeCsv(folder, { name: 'names.csv', lines: [NAMES_HEADER.replace('ferplus_row,', ''), ...lines] }),
    );

  it("takes the last part of an image's path, whatever the order and what else the CSV has", async () => {
    const names = ['train/happy/a.jpg', 'test/sad/b.jpg'];
    const dataset = await load(names, [`other.jpg,${SAD}`, `b.jpg,${SAD}`, `a.jpg,${HAPPY}`]);
    assert.deepEqual(rowsOf(dataset), [HAPPY_VOTES, SAD_VOTES]);
    assert.deepEqual(dataset.names, names);
    assert.equal(dataset.source.labeledBy, 'own');
    assert.deepEqual([...dataset.labels], [0, 1]);
  });

  it('takes the whole path where several images have the same name', async () => {
    const names = ['train/happy/im0.png', 'train/sad/im0.png'];
    const dataset = await load(names, [`train/sad/im0.png,${SAD}`, `train/happy/im0.png,${HAPPY}`]);
    assert.deepEqual(rowsOf(dataset), [HAPPY_VOTES, SAD_VOTES]);
    await assert.rejects(
      load(names, [`im0.png,${SAD}`]),
      /votes for the 2 images of the images but found votes for 0 of them, matched by name\. The first image without votes is train\/happy\/im0\.png, the CSV's first name is im0\.png: add the missing ones, as paths such as this/,
    );
  });

  it('leaves up to one in twenty images without votes', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `${i}.jpg`);
    const lines = names.map((name) => `${name},${HAPPY}`);
    const dataset = await load(names, lines.slice(1));
    assert.deepEqual(rowsOf(dataset).slice(0, 2), [NO_VOTES, HAPPY_VOTES]);
    await assert.rejects(
      load(names, lines.slice(2)),
      /found votes for 18 of them, matched by name\. The first image without votes is 0\.jpg/,
    );
  });

  it('refuses votes for other images, with a name of each', async () => {
    await assert.rejects(load(['a.jpg', 'b.jpg'], [`c.jpg,${HAPPY}`]), {
      name: 'ExpectationError',
      message:
        /names\.csv to be the votes for the 2 images of the images but found votes for 0 of them, matched by name\. The first image without votes is a\.jpg, the CSV's first name is c\.jpg: .* column ferplus_row\. Set FERPLUS/,
    });
  });

  it("takes votes for drawn faces, and says what to do about FER+'s", async () => {
    assert.deepEqual(rowsOf(await load(['a.svg'], [`a.svg,${HAPPY}`], 'drawn faces')), [HAPPY_VOTES]);
    const ferplus = writeCsv(folder, { name: 'fer2013new.csv', lines: ferplusLines(() => 0) });
    const named = writeCsv(folder, { name: 'with-rows.csv', lines: [NAMES_HEADER, `c.jpg,0,${HAPPY}`] });
    for (const file of [ferplus, named])
      await assert.rejects(
        loadVotes(withNames(['a.svg'], 'drawn faces'), file),
        /found votes for 0 of them.*The project drew these faces, and FER\+'s annotators saw FER-2013's: unset FERPLUS and LABELS, or set FER2013 to the path of FER-2013\.$/,
      );
  });
});

/** A data set as FER-2013's CSV gives it: by split, then label, then row; two blank lines within. */
function csvDataset({ labelOf }: { labelOf: (row: number) => number }): Dataset {
  const splits = ['train', 'publicTest', 'privateTest'];
  const rank = (row: number) => splits.indexOf(splitOf(row)) * 7 + labelOf(row);
  const order = Array.from({ length: 35887 }, (_, row) => row).sort((a, b) => rank(a) - rank(b) || a - b);
  return {
    // Only the pixels' join looks at them.
    classes: EMOTIONS,
    images: new Uint8Array(0),
    labels: Uint8Array.from(order, labelOf),
    splits: order.map(splitOf),
    names: order.map((row) => `row ${row + (row < 1000 ? 2 : 4)}`),
    source: { kind: 'FER-2013', form: 'zip', path: 'the CSV', fingerprint: '', labeledBy: 'own' },
  };
}

describe('loadVotes() by row', () => {
  // FER+'s columns begin neutral, happiness, surprise, sadness, anger, disgust, fear.
  const COLUMN_OF_LABEL = [4, 5, 6, 1, 3, 2, 0];
  const labelOf = (row: number) => (row * 5) % 7;
  const dataset = csvDataset({ labelOf });
  const numberOf = (name: string) => {
    const number = Number(name.split(' ')[1]);
    return number - (number < 1002 ? 2 : 4);
  };
  const write = (name: string, answer: (row: number) => number) =>
    writeCsv(folder, { name, lines: ferplusLines(answer) });
  /** Two in three rows agree with the label. */
  const answer = (row: number) => (row % 3 === 0 ? 7 : COLUMN_OF_LABEL[labelOf(row)]);

  it('gives each image the votes of its row, though the data set is sorted', async () => {
    const { votes } = await loadVotes(dataset, write('rows.csv', answer));
    for (let i = 0; i < 35887; i++) {
      const row = numberOf(dataset.names[i]);
      const expected = row % 3 === 0 ? 7 : labelOf(row);
      assert.equal(votes![i * 10 + expected], 10, dataset.names[i]);
    }
    assert.equal(
      votes!.reduce((sum, count) => sum + count, 0),
      358870,
    );
  });

  it('refuses votes whose rows were sorted or shuffled', async () => {
    await assert.rejects(
      loadVotes(
        dataset,
        write('shuffled.csv', (row) => answer(35886 - row)),
      ),
      /the rows of .*shuffled\.csv to be in the order of FER-2013's CSV, .* but found an order in which it is the label of \d\d?\.\d % in the CSV\. The file was sorted, or belongs to other images: use it as it was downloaded\. Set FERPLUS/,
    );
  });

  it('refuses images that are not all of FER-2013, or in another order', async () => {
    const file = write('rows.csv', answer);
    const part = { ...dataset, names: dataset.names.slice(1), labels: dataset.labels.slice(1) };
    await assert.rejects(
      loadVotes(part, file),
      /the CSV to be FER-2013 with all 35,887 images, .* but found 35,886 images\. Set FER2013 to fer2013\.csv or icml_face_data\.csv as it was downloaded/,
    );
    const turned = dataset.names.map((name) => `row ${40000 - Number(name.split(' ')[1])}`);
    await assert.rejects(
      loadVotes({ ...dataset, names: turned }, file),
      /row \d+ of the CSV to be in train, as in the original order .* but found privateTest\. Set FER2013/,
    );
  });
});

describe('loadVotes() by pixels', () => {
  it("refuses images that are not the archive's, with what can be done", async () => {
    const file = writeCsv(folder, { name: 'fer2013new.csv', lines: ferplusLines(() => 0) });
    await assert.rejects(loadVotes(withNames(['a.jpg', 'b.jpg']), file), {
      name: 'ExpectationError',
      message:
        /found votes for 0 of them, matched by pixels\. The pixels of a\.jpg are not those of FER-2013's archive, which FER\+ can be matched with: set FER2013 to that archive \(`npm run data`\), or to fer2013\.csv, or FERPLUS to a CSV with these images' names in a column name\.$/,
    });
  });
});
