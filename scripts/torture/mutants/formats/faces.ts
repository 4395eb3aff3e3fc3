import { EMOTION_FOLDERS } from '../../../../src/lib/emotions';
import { createRandom, IMAGE_BYTES, type Split } from '../../../../src/lib/index';
import sharp from 'sharp';

/** A small image in place of a face. */
export interface MadeFace {
  /** `train/happy/3.jpg`. */
  name: string;
  split: Split;
  label: number;
  /** `[2304]` gray values. */
  pixels: Uint8Array;
}

const PREFIXES: Readonly<Record<Split, string>> = {
  train: '',
  publicTest: 'PublicTest_',
  privateTest: 'PrivateTest_',
};

/** Two images per split and emotion. They are noise, since they are only used to be damaged. */
export function madeFaces(): MadeFace[] {
  const random = createRandom(48);
  return (['train', 'publicTest', 'privateTest'] as const).flatMap((split) =>
    EMOTION_FOLDERS.flatMap((folder, label) =>
      [1, 2].map((number) => ({
        name: `${split === 'train' ? 'train' : 'test'}/${folder}/${PREFIXES[split]}${1000 * label + number}.jpg`,
        ...{ split, label },
        pixels: Uint8Array.from({ length: IMAGE_BYTES }, () => random.integer(256)),
      })),
    ),
  );
}

/** An image as in FER-2013: a gray JPEG of 48x48. */
export function asJpeg(pixels: Uint8Array): Promise<Buffer> {
  return sharp(pixels, { raw: { width: 48, height: 48, channels: 1 } })
    .toColourspace('b-w')
    .jpeg()
    .toBuffer();
}
