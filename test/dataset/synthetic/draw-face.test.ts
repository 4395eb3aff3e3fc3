import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { drawFace, sampleFaceParameters, encodeFace } from '../../../src/lib/dataset/synthetic';
import type { Emotion } from '../../../src/lib/emotions';
import { createRandom } from '../../../src/lib/random';

describe('drawFace()', () => {
  it('gives the same bytes for the same seed and other bytes for another', async () => {
    const first = await drawFace('Anger', { seed: 4, size: 48 });
    assert.ok(first.equals(await drawFace('Anger', { seed: 4, size: 48 })));
    assert.ok(!first.equals(await drawFace('Anger', { seed: 5, size: 48 })));
  });

  it('writes gray or colour, PNG or JPEG, at any size', async () => {
    const gray = await sharp(await drawFace('Fear', { seed: 1, size: 48, format: 'jpeg' })).metadata();
    assert.deepEqual([gray.format, gray.width, gray.height, gray.channels], ['jpeg', 48, 48, 1]);
    const colour = await sharp(await drawFace('Fear', { seed: 1, size: 300, isColour: true })).metadata();
    assert.deepEqual([colour.format, colour.width, colour.height, colour.channels], ['png', 300, 300, 3]);
  });

  it('draws the same face at every size', async () => {
    const { data: large } = await sharp(await drawFace('Sadness', { seed: 2, size: 192 }))
      .resize(48)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { data: small } = await sharp(await drawFace('Sadness', { seed: 2, size: 48 }))
      .raw()
      .toBuffer({ resolveWithObject: true });
    const difference = small.reduce((sum, value, i) => sum + Math.abs(value - large[i]) / small.length, 0);
    assert.ok(difference < 10, `mean difference ${difference}`);
  });

  it('rejects an unknown emotion and an impossible size', async () => {
    assert.throws(
      () => drawFace('Joy' as Emotion),
      /Expected the emotion to be one of Anger, .* but found Joy\./,
    );
    await assert.rejects(
      drawFace('Fear', { size: 0.5 }),
      /Expected size to be a whole number of pixels from 8 to 2048 but found 0.5/,
    );
  });
});

describe('encodeFace()', () => {
  const face = sampleFaceParameters('Neutral', createRandom(8));
  const still = { ...face, blur: 0, noise: { deviation: 0, seed: 1 } };
  const pixels = async (parameters: typeof face) =>
    sharp(await encodeFace(parameters, { size: 48 }))
      .raw()
      .toBuffer();
  /** Mean absolute difference of neighbours in a row. */
  const roughness = (gray: Uint8Array) =>
    gray.reduce((sum, value, i) => (i % 48 ? sum + Math.abs(value - gray[i - 1]) : sum), 0) / gray.length;

  it('adds noise of the standard deviation that it is told', async () => {
    const [clean, noisy] = [
      await pixels(still),
      await pixels({ ...still, noise: { deviation: 6, seed: 1 } }),
    ];
    const variance = noisy.reduce((sum, value, i) => sum + (value - clean[i]) ** 2, 0) / clean.length;
    assert.ok(Math.abs(Math.sqrt(variance) - 6) < 0.5, `${Math.sqrt(variance)}`);
  });

  it('blurs', async () => {
    assert.ok(roughness(await pixels({ ...still, blur: 1.5 })) < 0.8 * roughness(await pixels(still)));
  });

  it('lights the side that the light comes from', async () => {
    const halves = async (direction: number) => {
      const gray = await pixels({ ...still, light: { ...still.light, direction, strength: 0.8 } });
      const sum = (isLeft: boolean) =>
        gray.reduce((total, value, i) => (i % 48 < 24 === isLeft ? total + value : total), 0);
      return { left: sum(true), right: sum(false) };
    };
    const [fromLeft, fromRight] = [await halves(0), await halves(180)];
    assert.ok(fromLeft.left > fromLeft.right);
    assert.ok(fromRight.left < fromRight.right);
  });
});
