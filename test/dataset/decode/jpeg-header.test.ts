import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { readJpegHeader } from '../../../src/lib/dataset/decode/jpeg-header';
import { jpegOf, noise } from '../support/tiny-set';

describe('readJpegHeader()', () => {
  it('reads size and components of gray, colour and progressive JPEGs', async () => {
    assert.deepEqual(readJpegHeader(await jpegOf(1)), {
      width: 48,
      height: 48,
      components: 1,
      hasExif: false,
    });
    const colour = sharp({ create: { width: 31, height: 17, channels: 3, background: '#369' } });
    for (const progressive of [false, true]) {
      const bytes: Buffer = await colour.clone().jpeg({ progressive }).toBuffer();
      assert.deepEqual(readJpegHeader(bytes), { width: 31, height: 17, components: 3, hasExif: false });
    }
  });

  it('sees an EXIF segment', async () => {
    const bytes: Buffer = await sharp(noise(1), { raw: { width: 48, height: 48, channels: 1 } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    assert.equal(readJpegHeader(bytes)?.hasExif, true);
  });

  it('gives undefined for whatever is cut short, at each of its bytes', async () => {
    const bytes = await jpegOf(1);
    for (let length = 0; length < bytes.length; length++)
      assert.equal(readJpegHeader(bytes.subarray(0, length)), undefined, `${length} bytes`);
  });

  it('gives undefined for what is no JPEG', async () => {
    assert.equal(readJpegHeader(Buffer.from('words, words, words')), undefined);
    assert.equal(readJpegHeader(Buffer.alloc(100, 0xff)), undefined);
    const png: Buffer = await sharp(noise(1), { raw: { width: 48, height: 48, channels: 1 } })
      .png()
      .toBuffer();
    assert.equal(readJpegHeader(png), undefined);
  });
});
