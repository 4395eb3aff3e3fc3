import sharp from 'sharp';
import { drawFace, type Emotion } from '../../../src/lib/index';

/** A drawn face in a {@link drawScene}: the square that it fills, in pixels. */
export interface PlacedFace {
  emotion: Emotion;
  seed: number;
  x: number;
  y: number;
  size: number;
}

/** The size of every scene, that of a camera's picture. */
export const SCENE = { width: 640, height: 480 };

/** One face, of which the model is sure. */
export const SURPRISED: PlacedFace = { emotion: 'Surprise', seed: 3, x: 200, y: 110, size: 260 };

/** Two faces beside one another, the larger one first. */
export const TWO: readonly PlacedFace[] = [
  { emotion: 'Surprise', seed: 3, x: 40, y: 100, size: 260 },
  { emotion: 'Neutral', seed: 3, x: 380, y: 150, size: 200 },
];

/** Draws faces on a plain ground: a 640x480 image in colour. */
export async function drawScene(faces: readonly PlacedFace[]): Promise<sharp.Sharp> {
  const drawn = faces.map(async ({ emotion, seed, x, y, size }) => ({
    input: await drawFace(emotion, { seed, size, isColour: true }),
    ...{ left: x, top: y },
  }));
  const pixels = await sharp({ create: { ...SCENE, channels: 3, background: '#8090a0' } })
    .composite(await Promise.all(drawn))
    .removeAlpha()
    .raw()
    .toBuffer();
  return sharp(pixels, { raw: { ...SCENE, channels: 3 } });
}

/** What Chromium's fake camera shows again and again: a .mjpeg file of one still scene. */
export async function mjpegOf(faces: readonly PlacedFace[]): Promise<Buffer> {
  const frame = await (await drawScene(faces)).jpeg({ quality: 95 }).toBuffer();
  return Buffer.concat([frame, frame]);
}
