import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readVotes } from '../../../src/lib/dataset/votes/read-votes';
import { makeTar } from '../support/make-tar';
import { makeZip } from '../support/make-zip';
import { ferplusLines, NAMES_HEADER } from '../support/votes';

const folder = mkdtempSync(path.join(tmpdir(), 'votes '));
after(() => rmSync(folder, { recursive: true }));

let files = 0;
/** The rows of a file with these bytes. */
function read(bytes: string | Buffer) {
  const file = path.join(folder, `${++files}.csv`);
  writeFileSync(file, bytes);
  return readVotes(file);
}

/** Two images, with commas and in the usual order. */
const GOOD = `${NAMES_HEADER}\na.jpg,7,1,2,0,3,0,0,4,0,0,0\nb.jpg,2,0,0,10,0,0,0,0,0,0,0\n`;

describe('readVotes()', () => {
  it('sorts the answers into label order, with the names and the rows', async () => {
    assert.deepEqual(await read(GOOD), [
      // Anger, disgust, fear, happiness, sadness, surprise, neutral, contempt, unknown, not a face.
      { name: 'a.jpg', row: 7, counts: Uint8Array.of(0, 0, 4, 2, 3, 0, 1, 0, 0, 0) },
      { name: 'b.jpg', row: 2, counts: Uint8Array.of(0, 0, 0, 0, 0, 10, 0, 0, 0, 0) },
    ]);
  });

  it('takes the columns in any order and case, and leaves other columns alone', async () => {
    const text = [
      'nf,ANGER,Name,disgust,comment,Fear,happiness,sadness,surprise,neutral,contempt,unknown',
      '1,2,"a, b.jpg",3,x,4,0,0,0,0,0,0',
    ].join('\n');
    assert.deepEqual(await read(text), [
      { name: 'a, b.jpg', row: undefined, counts: Uint8Array.of(2, 3, 4, 0, 0, 0, 0, 0, 0, 1) },
    ]);
  });

  it('reads what spreadsheets and editors make of it', async () => {
    const expected = await read(GOOD);
    const forms = {
      semicolons: GOOD.replaceAll(',', ';'),
      tabs: GOOD.replaceAll(',', '\t'),
      'blanks around cells': GOOD.replaceAll(',', ' , '),
      CRLF: GOOD.replaceAll('\n', '\r\n'),
      CR: GOOD.replaceAll('\n', '\r'),
      'a byte order mark': `\ufeff${GOOD}`,
      'UTF-16': Buffer.from(`\ufeff${GOOD}`, 'utf16le'),
      'UTF-16, big-endian': Buffer.from(GOOD, 'utf16le').swap16(),
      'no line break at the end': GOOD.trimEnd(),
      'blank lines': GOOD.replaceAll('\n', '\n\n,,,\n'),
      decimals: GOOD.replace('7,1,2', '7.0,1.0,2.0'),
    };
    for (const [name, text] of Object.entries(forms)) assert.deepEqual(await read(text), expected, name);
  });

  it("gives each row of FER+'s own file its place, and no name to what is not a face", async () => {
    const lines = ferplusLines((row) => row % 7);
    lines[3] = 'Training,,0,0,0,0,0,0,0,0,0,10';
    const rows = await read(lines.join('\r\n'));
    assert.equal(rows.length, 35887);
    assert.deepEqual(rows[1], {
      ...{ name: 'fer1.png', row: 1 },
      counts: Uint8Array.of(0, 0, 0, 10, 0, 0, 0, 0, 0, 0),
    });
    assert.deepEqual(rows[2], {
      ...{ name: undefined, row: 2 },
      counts: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 10),
    });
    assert.equal(rows[35886].row, 35886);
  });

  it("refuses FER+'s own file when it was cut off", async () => {
    await assert.rejects(
      read(
        ferplusLines(() => 0)
          .slice(0, 34001)
          .join('\n'),
      ),
      {
        name: 'ExpectationError',
        message:
          /\.csv to be FER\+'s file with a row for each of FER-2013's 35,887 images, .* but found 34,000 rows\. It was cut off or edited\. Set FERPLUS/,
      },
    );
  });

  it('takes a row twice for identical images with the same votes, and not with others', async () => {
    const lines = (votes: string) => `${NAMES_HEADER}\na.jpg,7,0,0,10,0,0,0,0,0,0,0\nb.jpg,7,${votes}\n`;
    const rows = await read(lines('0,0,10,0,0,0,0,0,0,0'));
    assert.deepEqual(
      rows.map(({ row }) => row),
      [7, 7],
    );
    await assert.rejects(
      read(lines('0,0,9,1,0,0,0,0,0,0')),
      /ferplus_row in row 3 of .*\.csv to be one that no other row has but found 7, which row 2 has too, with other votes\. Remove one/,
    );
  });

  const row = (cells: string) => `${GOOD}\n${cells}\n`;
  const faults: [what: string, bytes: string | Buffer, message: RegExp][] = [
    [
      'an empty file',
      '',
      /to be a CSV of votes but found an empty file\. Set FERPLUS to FER\+'s fer2013new\.csv from https/,
    ],
    [
      'a header alone',
      NAMES_HEADER,
      /to be a row of votes for each image but found a header and nothing else\. Set/,
    ],
    [
      'a gzip file',
      gzipSync(GOOD),
      /to be a CSV of votes but found a gzip file\. Unpack it and set FERPLUS to the CSV/,
    ],
    ['a zip archive', makeZip([{ name: 'a.csv', bytes: Buffer.from(GOOD) }]), /found a zip file\. Unpack it/],
    ['a tar archive', makeTar([{ name: 'a.csv', bytes: Buffer.from(GOOD) }]), /found a tar file\. Unpack it/],
    ['a web page', '<!DOCTYPE html><html>', /found a web page, as saved by a download .*\. Set FERPLUS/],
    ['an image', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /found an image\. Set FERPLUS/],
    [
      'a missing column',
      GOOD.replace(',fear', ',scared'),
      /the header of .*\.csv to be a column for each of anger, disgust, .*, NF but found none for fear in "name,ferplus_row/,
    ],
    [
      "FER-2013's own CSV",
      'emotion,pixels,Usage\n0,1 2,Training\n',
      /none for anger, .*\. These are images: set FER2013 to this file\. Set FERPLUS/,
    ],
    [
      "the label.csv that FER+'s script makes",
      'fer0.png,"(0, 0, 48, 48)",4,0,0,1,3,2,0,0,0,0\n',
      /the header of .* found none for anger/,
    ],
    [
      'a quote out of place',
      row('"c.jpg,3,1,0,0,0,0,0,0,0,0,0'),
      /found a fault: .*quote at line 5\. Set FERPLUS/,
    ],
    [
      'a name twice',
      row('a.jpg,3,1,0,0,0,0,0,0,0,0,0'),
      /name in row 5 of .* to be one that no other row has but found a\.jpg, which row 2 has too\. Remove one of the two rows\.$/,
    ],
    [
      'a row without a cell',
      row('c.jpg,3,1,0,0,0,0,0,0,0,0'),
      /row 5 of .* to be 12 cells, as many as the header has but found 11\. Correct or remove this row/,
    ],
    [
      'a name with a comma',
      row('c, d.jpg,3,1,0,0,0,0,0,0,0,0,0'),
      /row 5 of .* found 13\. .*A name with a comma has to be in quotes\.$/,
    ],
    [
      'a row beyond the last',
      row('c.jpg,35887,1,0,0,0,0,0,0,0,0,0'),
      /ferplus_row in row 5 of .* to be an integer from 0 to 35886 but found 35887\. Correct/,
    ],
    ['a row before the first', row('c.jpg,-1,1,0,0,0,0,0,0,0,0,0'), /ferplus_row in row 5 .* found -1\./],
    ['no row', row('c.jpg,,1,0,0,0,0,0,0,0,0,0'), /ferplus_row in row 5 .* found nothing\./],
    [
      'votes that are not counted',
      row('c.jpg,3,1,0,0.5,0,0,0,0,0,0,0'),
      /surprise in row 5 of .* to be an integer from 0 to 100 but found 0\.5\./,
    ],
    ['too many votes', row('c.jpg,3,1,0,0,0,0,0,0,0,0,101'), /NF in row 5 of .* found 101\./],
    ['a word for a number', row('c.jpg,3,one,0,0,0,0,0,0,0,0,0'), /neutral in row 5 of .* found one\./],
    ['an empty cell', row('c.jpg,3,,0,0,0,0,0,0,0,0,1'), /neutral in row 5 of .* found nothing\./],
    [
      'no vote at all',
      row('c.jpg,3,0,0,0,0,0,0,0,0,0,0'),
      /the votes in row 5 of .* to be at least one but found none\. Correct or remove this row\.$/,
    ],
    [
      'no name',
      GOOD.replace('ferplus_row', 'x').replace('a.jpg', ''),
      /name in row 2 of .* to be the name of an image's file but found nothing\./,
    ],
  ];
  for (const [what, bytes, message] of faults)
    it(`refuses ${what} and says what to do`, async () => {
      await assert.rejects(read(bytes), { name: 'ExpectationError', message });
    });

  it('refuses a folder and a file that is not there', async () => {
    mkdirSync(path.join(folder, 'sub'));
    await assert.rejects(readVotes(path.join(folder, 'sub')), /sub to be a CSV of votes but found a folder/);
    await assert.rejects(
      readVotes(path.join(folder, 'nowhere')),
      /to be a CSV of votes but found nothing there/,
    );
  });
});
