import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCsv } from '../../../src/lib/dataset/sources/read-csv';
import { ExpectationError } from '../../../src/lib/errors';
import { tinyCsv } from '../support/samples';
import { noise, pixelText } from '../support/tiny-set';

/** The text's bytes in pieces of a size. */
function chunks(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  return {
    async *[Symbol.asyncIterator]() {
      for (let i = 0; i < bytes.length; i += size) yield await Promise.resolve(bytes.subarray(i, i + size));
    },
  };
}

const read = (bytes: Buffer | string, size = 1 << 20) =>
  readCsv(chunks(Buffer.from(bytes as Buffer), size), { source: 'set.csv' });

async function rejects(bytes: Buffer | string, ...words: string[]) {
  await assert.rejects(read(bytes), (error) => {
    assert(error instanceof ExpectationError, String(error));
    for (const word of words) assert(error.message.includes(word), error.message);
    assert(!/[\r\n\0]/.test(error.message), 'no control character in the message');
    return true;
  });
}

const header = 'emotion,pixels,Usage';
const row = (seed: number, usage = 'Training') => `${seed % 7},${pixelText(noise(seed))},${usage}`;

describe('readCsv()', () => {
  it('reads the same rows wherever the pieces of the file end', async () => {
    const expected = await read(tinyCsv());
    for (const end of ['\n', '\r\n', '\r'])
      for (const size of [331, 4099, 65536])
        assert.deepEqual(await read(tinyCsv({ end }), size), expected, `${JSON.stringify(end)} ${size}`);
  });

  it('reads line ends of several kinds in one file', async () => {
    const { images, names } = await read(`${header}\r\n${row(1)}\n${row(2)}\r${row(3)}\r\n\n\r\n${row(4)}`);
    assert.deepEqual(images, new Uint8Array(Buffer.concat([1, 2, 3, 4].map((seed) => noise(seed)))));
    assert.deepEqual(names, ['row 2', 'row 3', 'row 4', 'row 7']);
  });

  it('reads every delimiter, quotes, and UTF-8 or UTF-16 with their marks', async () => {
    const expected = await read(tinyCsv());
    for (const delimiter of [';', '\t', '|', ','])
      assert.deepEqual(await read(tinyCsv({ delimiter })), expected);
    const quoted = tinyCsv().replace(/[^,\n]+/g, '"$&"');
    assert.deepEqual(await read(quoted), expected);
    assert.deepEqual(await read(`\ufeff${tinyCsv()}`), expected);
    const little = Buffer.from(`\ufeff${tinyCsv()}`, 'utf16le');
    for (const bytes of [
      little,
      little.subarray(2),
      Buffer.from(little).swap16(),
      Buffer.from(little).swap16().subarray(2),
    ])
      for (const size of [1001, 1 << 20]) assert.deepEqual(await read(bytes, size), expected);
  });

  it('skips lines of blanks and delimiters, as spreadsheets leave them', async () => {
    const { labels } = await read(`${header}\n${row(1)}\n,,\n   \n\t\n${row(2)}\n,,\n`);
    assert.equal(labels.length, 2);
  });

  it('reads hundreds of thousands of blank lines, long rows and many columns without growing slow', async () => {
    const began = performance.now();
    await rejects(`${header}\n${'\n'.repeat(3_000_000)}`, 'blank lines');
    await rejects(`${header}\n${' \r\n'.repeat(1_000_000)}`, 'blank lines');
    await rejects(`${header}\n${row(1)}\n${'1'.repeat(10_000_000)}`, 'row 2', '65536 bytes');
    await rejects(`${header}\n${row(1)}\n${'1'.repeat(100_000)}\n`, 'row 3', '65536 bytes');
    await rejects(`${header}\n${','.repeat(60_000)}1\n`, 'the emotion in row 2', 'nothing');
    await rejects(`${'a,'.repeat(1_000_000)}\n`, 'set.csv');
    await rejects(`${header}\n${'"'.repeat(60_000)}\n`, 'row 2');
    assert(performance.now() - began < 5000);
  });

  it('names the row of a quote that does not end or ends too early', async () => {
    await rejects(`${header}\n${row(1)}\n3,"1 2 3,Training\n${row(2)}`, 'row 3', 'an unterminated quote');
    await rejects(`${header}\n3,"1 2" 3,Training\n`, 'row 2', 'a quote in the middle');
    await rejects(`${header}\n0,1 "2 3,Training\n`, 'pixel 2 in row 2', '"2');
  });

  it('shows no control character of a bad value', async () => {
    await rejects(`${header}\n3,1 2\u001b[2J 3,Training\n`, 'pixel 2 in row 2', '\\u001b');
    await rejects(`${header}\n3,1 2 3,Train\0ing\n`, 'Train\\u0000ing');
  });

  it('takes no more images than its limit', async () => {
    const options = { source: 'set.csv', mostImages: 27 };
    await assert.rejects(
      readCsv(chunks(Buffer.from(tinyCsv()), 9999), options),
      /set\.csv .*at most 27 images/,
    );
  });
});
