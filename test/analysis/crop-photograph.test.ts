import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { cropPhotograph } from '../../src/lib/analysis/index';
import { arrangePeople, decodeImage, drawFace, drawScene } from '../../src/lib/dataset/index';
import { useFastTraining } from '../../src/lib/engine/index';
import { classify } from '../../src/lib/evaluation/index';
import { type EmotionDetector, loadEmotionDetector } from '../../src/lib/faces/index';
import { temporaryFolder } from '../../src/lib/files/temporary-folder';

const folder = temporaryFolder('crop-photograph-test');
const at = (name: string) => path.join(folder, name);
after(() => rmSync(folder, { recursive: true }));

let emotions: EmotionDetector;
before(async () => {
  useFastTraining();
  emotions = await loadEmotionDetector();
  const { image } = await drawScene(arrangePeople(['Happiness', 'Surprise'], { seed: 3 }), { seed: 3 });
  const { data, width, height } = image;
  await sharp(data, { raw: { width, height, channels: 3 } }).toFile(at('two.png'));
});
after(() => emotions.dispose());

const crop = (name: string, options: Omit<Parameters<typeof cropPhotograph>[1], 'detector'> = {}) =>
  cropPhotograph(at(name), { detector: emotions.detector, ...options });

/** Saves a drawn face on a ground. */
async function savePhotograph(
  name: string,
  background: Record<'r' | 'g' | 'b' | 'alpha', number>,
): Promise<void> {
  const input = await drawFace('Happiness', { seed: 3, size: 256, isColour: true });
  await sharp({ create: { width: 420, height: 400, channels: 4, background } })
    .composite([{ input, left: 70, top: 60 }])
    .png()
    .toFile(at(name));
}

describe('cropPhotograph()', () => {
  it('cuts what detectEmotions() shows the model', async () => {
    const faces = await crop('two.png', { faces: 'all' });
    const found = await emotions.detect(at('two.png'), { flip: false });
    assert.equal(faces.length, 2);
    for (const [i, { png, box, leftOut, quality }] of faces.entries()) {
      const { width, height, channels } = await sharp(png).metadata();
      assert.deepEqual([width, height, channels], [48, 48, 1]);
      const probabilities = await classify(emotions.model, await decodeImage(png));
      assert.ok(Math.abs(Math.max(...probabilities) - found[i].confidence) < 1e-5);
      assert.deepEqual([box, leftOut, quality], [found[i].box, [], found[i].quality]);
    }
  });

  it('says which faces are left out, and why', async () => {
    const reasons = async (options: Parameters<typeof crop>[1]) =>
      (await crop('two.png', options)).map(({ leftOut }) => leftOut.join());
    assert.deepEqual(await reasons({}), ['', 'not the largest']);
    assert.deepEqual(await reasons({ faces: 'single' }), ['several faces', 'several faces']);
    await sharp(at('two.png')).resize(120).toFile(at('small.png'));
    const small = await crop('small.png', { faces: 'all', skip: ['small', 'dark'] });
    assert.equal(small.length, 2);
    for (const { leftOut, quality } of small) {
      assert.ok(quality.size < 40);
      assert.deepEqual(leftOut, ['small']);
    }
  });

  it('turns a photograph as its EXIF says', async () => {
    await savePhotograph('upright.png', { r: 90, g: 90, b: 90, alpha: 1 });
    const pixels = await sharp(at('upright.png')).rotate(-90).png().toBuffer();
    await sharp(pixels).withMetadata({ orientation: 6 }).toFile(at('turned.png'));
    // On its side without the EXIF: no face, or one that is not cut alike.
    await sharp(pixels).toFile(at('side.png'));
    const [expected, turned, side] = await Promise.all(
      ['upright.png', 'turned.png', 'side.png'].map((name) => crop(name)),
    );
    assert.equal(expected.length, 1);
    assert.deepEqual(turned, expected);
    assert.notDeepEqual(side, expected);
  });

  it('shows white where a photograph is transparent', async () => {
    await savePhotograph('white.png', { r: 255, g: 255, b: 255, alpha: 1 });
    // Black where nothing is seen, as programs save it.
    await savePhotograph('transparent.png', { r: 0, g: 0, b: 0, alpha: 0 });
    const [expected] = await crop('white.png');
    assert.deepEqual(await crop('transparent.png'), [expected]);
  });

  it('names a file that is not an image', async () => {
    writeFileSync(at('broken.jpg'), 'no image');
    await assert.rejects(
      crop('broken.jpg', { name: 'happy/1.jpg' }),
      /happy\/1\.jpg to be a complete image .* but found 8 bytes that do not decode/,
    );
  });
});
