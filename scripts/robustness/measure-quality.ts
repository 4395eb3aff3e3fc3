import sharp from 'sharp';
import {
  allImages,
  assessCrop,
  assessQuality,
  type Dataset,
  detectFaces,
  type FaceQuality,
  IMAGE_SIZE,
  type QualityFlag,
  IS_BEYOND,
  type RawImage,
  type tf,
} from '../../src/lib/index';
import type { QualityRow } from '../shared/docs/robustness';
import { scoreImages } from './score-images';

/** What faces are judged by. */
type FaceNumbers = Omit<FaceQuality, 'flags'>;

/** How much an image is degraded, from not at all. */
type Degrade = (image: Uint8Array, level: number) => Promise<Uint8Array> | Uint8Array;

const RAW = { raw: { width: IMAGE_SIZE, height: IMAGE_SIZE, channels: 1 as const } };

const gray = async (picture: sharp.Sharp) =>
  new Uint8Array(await picture.toColourspace('b-w').raw().toBuffer());

/** The share of a face's box in the side of FER-2013's images. */
const BOX = 0.864;

/** The faults that can be made, their levels, and the number that each is judged by. */
const FAULTS: readonly {
  flag: QualityFlag;
  number: keyof FaceNumbers;
  levels: readonly number[];
  degrade: Degrade;
}[] = [
  {
    // Pixels between the box's sides in the photograph.
    ...{ flag: 'small', number: 'size', levels: [40, 32, 24, 16, 12] },
    degrade: async (image, level) => {
      const side = Math.round(level / BOX);
      const small = await sharp(image, RAW).resize(side, side, { kernel: 'cubic' }).png().toBuffer();
      return gray(sharp(small).resize(IMAGE_SIZE, IMAGE_SIZE, { kernel: 'cubic' }));
    },
  },
  {
    // Standard deviation of a Gaussian, in pixels of the crop.
    ...{ flag: 'blurred', number: 'sharpness', levels: [0.5, 1, 1.5, 2, 3] },
    degrade: (image, level) => gray(sharp(image, RAW).blur(level)),
  },
  {
    // The share of the light that is left.
    ...{ flag: 'dark', number: 'brightness', levels: [0.5, 0.3, 0.2, 0.1, 0.05] },
    degrade: (image, level) => image.map((value) => Math.round(value * level)),
  },
  {
    // The share of the crop beyond the left or the lower edge.
    ...{ flag: 'cut', number: 'outside', levels: [0.1, 0.2, 0.3, 0.4, 0.5] },
    degrade: (image, level) =>
      image.map((_, i) => {
        const [x, y] = [i % IMAGE_SIZE, Math.floor(i / IMAGE_SIZE)];
        const first = Math.round(level * IMAGE_SIZE);
        // Every other image by its first pixels.
        return image[0] % 2 === 0
          ? image[y * IMAGE_SIZE + Math.max(x, first)]
          : image[Math.min(y, IMAGE_SIZE - 1 - first) * IMAGE_SIZE + x];
      }),
  },
];

/** The bounds between which FER-2013's own faces are turned. */
const TURNS = [0, 0.05, 0.1, 0.15, 0.25, Infinity];

/**
 * The accuracy on images that are degraded on purpose, and on those whose faces are turned away by
 * themselves, with the mean of the number that {@link assessQuality} judges by. Each accuracy is the
 * mean with the mirror image.
 */
export async function measureQuality(
  tests: Dataset,
  {
    detector,
    model,
    onProgress,
  }: {
    detector: tf.GraphModel;
    model: tf.LayersModel;
    onProgress: (done: number, total: number) => void;
  },
): Promise<QualityRow[]> {
  const { labels } = tests;
  const images = allImages(tests);
  const steps = FAULTS.reduce((sum, { levels }) => sum + levels.length, 2);
  let done = 0;
  const original = await scoreImages(model, { images, labels });
  onProgress(++done, steps);
  const rows: QualityRow[] = [];
  for (const { flag, number, levels, degrade } of FAULTS)
    for (const level of levels) {
      const degraded: Uint8Array[] = [];
      for (const image of images) degraded.push(await degrade(image, level));
      const values = degraded.map((crop) => numberOf(number, { crop, level }));
      const flagged = shareFlagged(flag, { number, values });
      const found = await scoreImages(model, { images: degraded, labels });
      rows.push({
        flag,
        level,
        faces: labels.length,
        mean: mean(values),
        flagged,
        original,
        accuracy: found,
      });
      onProgress(++done, steps);
    }
  rows.push(...(await measureTurns({ images, labels, detector, model })));
  onProgress(steps, steps);
  return rows;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The numbers of a face without a fault. */
const FAULTLESS: FaceNumbers = { size: Infinity, sharpness: Infinity, turn: 0, brightness: 255, outside: 0 };

/** The share of values of a number that get the flag. */
function shareFlagged(
  flag: QualityFlag,
  { number, values }: { number: keyof FaceNumbers; values: readonly number[] },
): number {
  const isFlagged = (value: number) => IS_BEYOND[flag]({ ...FAULTLESS, [number]: value });
  return values.filter(isFlagged).length / values.length;
}

/** The number of the quality: of the crop, or the level itself. */
const numberOf = (number: keyof FaceNumbers, { crop, level }: { crop: Uint8Array; level: number }): number =>
  number === 'sharpness' || number === 'brightness' ? assessCrop(crop)[number] : level;

async function measureTurns({
  images,
  labels,
  detector,
  model,
}: {
  images: readonly Uint8Array[];
  labels: Uint8Array;
  detector: tf.GraphModel;
  model: tf.LayersModel;
}): Promise<QualityRow[]> {
  const turned: { index: number; turn: number }[] = [];
  for (const [index, data] of images.entries()) {
    const image: RawImage = { data, width: IMAGE_SIZE, height: IMAGE_SIZE, channels: 1 };
    const [face] = await detectFaces(detector, image);
    if (face) turned.push({ index, turn: assessQuality(image, { face, crop: data }).turn });
  }
  const rows: QualityRow[] = [];
  for (let k = 1; k < TURNS.length; k++) {
    const of = turned.filter(({ turn }) => turn >= TURNS[k - 1] && turn < TURNS[k]);
    if (of.length === 0) continue;
    const values = of.map(({ turn }) => turn);
    const found = await scoreImages(model, {
      images: of.map(({ index }) => images[index]),
      labels: Uint8Array.from(of, ({ index }) => labels[index]),
    });
    const flagged = shareFlagged('turned', { number: 'turn', values });
    const row = { flag: 'turned', level: TURNS[k - 1], faces: of.length } as const;
    rows.push({ ...row, mean: mean(values), flagged, original: null, accuracy: found });
  }
  return rows;
}
