import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { decodeImage } from '../../../src/lib/dataset/decode/decode-image';
import { decodeJpegs } from '../../../src/lib/dataset/decode/decode-jpegs';
import { nativeBackend } from '../../../src/lib/engine/native/binding';
import { inTemporaryFolder, jpegOf, noise } from '../support/tiny-set';

const gray = (pixels: Uint8Array, width: number) =>
  sharp(pixels, { raw: { width, height: pixels.length / width, channels: 1 } }).toColourspace('b-w');

describe('decodeImage()', () => {
  it('decodes a 48x48 gray JPEG to the pixels that other decoders give, by an exact transform', async () => {
    for (const seed of [1, 2, 3]) {
      const bytes = await jpegOf(seed);
      const expected = await sharp(bytes).toColourspace('b-w').raw().toBuffer();
      assert.deepEqual(await decodeImage(bytes), Uint8Array.from(expected));
    }
  });

  it('gives back each pixel of a gray 48x48 PNG and lossless WebP', async () => {
    const pixels = noise(2);
    assert.deepEqual(await decodeImage(await gray(pixels, 48).png().toBuffer()), pixels);
    const webp: Buffer = await gray(pixels, 48).webp({ lossless: true }).toBuffer();
    assert.deepEqual(await decodeImage(webp), pixels);
  });

  it('cuts a wide picture in its middle', async () => {
    // 144 wide, 48 high: black, 200, black.
    const pixels = Uint8Array.from({ length: 144 * 48 }, (_, i) =>
      Math.floor((i % 144) / 48) === 1 ? 200 : 0,
    );
    assert.deepEqual(
      await decodeImage(await gray(pixels, 144).png().toBuffer()),
      new Uint8Array(2304).fill(200),
    );
  });

  it('scales a big picture and a small one to 48x48', async () => {
    for (const size of [480, 12]) {
      const bytes: Buffer = await gray(new Uint8Array(size * size).fill(90), size)
        .png()
        .toBuffer();
      assert.deepEqual(await decodeImage(bytes), new Uint8Array(2304).fill(90));
    }
  });

  it('makes colours gray by their luma, also in a 48x48 JPEG', async () => {
    const red = sharp({ create: { width: 48, height: 48, channels: 3, background: '#ff0000' } });
    // ITU-R BT.601 gives pure red 0.299 * 255 = 76; sharp weighs in linear or gamma space by
    // version: 54 to 127.
    for (const bytes of [await red.clone().png().toBuffer(), await red.clone().jpeg().toBuffer()]) {
      const pixels = await decodeImage(bytes);
      assert.equal(pixels.length, 2304);
      assert(pixels[0] >= 54 && pixels[0] <= 127, String(pixels[0]));
    }
  });

  it('puts a transparent picture on white', async () => {
    const clear = sharp({
      create: { width: 60, height: 60, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    });
    assert.deepEqual(await decodeImage(await clear.png().toBuffer()), new Uint8Array(2304).fill(255));
  });

  it('turns a picture as its EXIF says', async () => {
    const topBlack = Uint8Array.from({ length: 2304 }, (_, i) => (i < 1152 ? 0 : 255));
    const bytes: Buffer = await gray(topBlack, 48)
      .withMetadata({ orientation: 3 })
      .jpeg({ quality: 100 })
      .toBuffer();
    const pixels = await decodeImage(bytes);
    assert(pixels[0] > 240 && pixels[2303] < 15, `${pixels[0]} ${pixels[2303]}`);
  });

  it('reads a path, and names it when there is no picture', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = path.join(folder, 'a face.png');
      writeFileSync(file, await gray(noise(3), 48).png().toBuffer());
      assert.deepEqual(await decodeImage(file), noise(3));
      await assert.rejects(
        decodeImage(path.join(folder, 'none.png')),
        /none\.png to be the path of an image file but found nothing there/,
      );
      writeFileSync(file, 'words');
      await assert.rejects(decodeImage(file), /a face\.png to be a complete image .* found 5 bytes/);
    });
  });
});

describe('decodeJpegs()', () => {
  it('gives every handle back to TensorFlow, also when a picture does not decode', async () => {
    const backend = nativeBackend();
    const original = backend.binding;
    const live = new Set<number>();
    let created = 0;
    const counting: Partial<typeof original> = {
      createTensor(...given) {
        const id = original.createTensor(...given);
        live.add(id);
        created++;
        return id;
      },
      executeOp(...given) {
        const outputs = original.executeOp(...given);
        for (const { id } of outputs) live.add(id);
        return outputs;
      },
      deleteTensor(id) {
        live.delete(id);
        original.deleteTensor(id);
      },
    };
    backend.binding = Object.setPrototypeOf(counting, original) as typeof original;
    try {
      const whole = { name: 'whole.jpg', bytes: await jpegOf(4) };
      assert.equal(decodeJpegs([whole, whole, whole]).length, 3 * 2304);
      assert.equal(live.size, 0);
      assert(created >= 4, 'the handles were counted');
      const cut = { name: 'cut.jpg', bytes: whole.bytes.subarray(0, 800) };
      assert.throws(() => decodeJpegs([whole, cut]), /cut\.jpg to be a complete image .*Invalid JPEG data/);
      assert.equal(live.size, 0);
    } finally {
      backend.binding = original;
    }
  });
});
