import { channelsOf, type RawImage } from '../../dataset/raw-image';
import { halfExtent, type Region } from './region';

/** A part of an image with blocks of pixels averaged into one. */
export interface ReducedImage {
  /** `[height * width * channels]` values 0 to 255. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Where its first block begins in the image, in pixels. */
  readonly left: number;
  readonly top: number;
}

/**
 * Copies the part of an image around a region, with blocks of `block` x `block` pixels averaged into
 * one. Opacity is shown on white.
 *
 * @param image
 * @param options
 * @param options.margin pixels that are needed beyond the region's sides
 * @param options.channels 1 converts to gray: 0.299 R + 0.587 G + 0.114 B, as OpenCV and Pillow do
 * @throws ExpectationError when the image is not valid raw pixels
 */
export function reduceBlocks(
  image: RawImage,
  { region, margin, block, channels }: { region: Region; margin: number; block: number; channels: 1 | 3 },
): ReducedImage {
  const found = channelsOf(image);
  const half = halfExtent(region);
  const [left, right] = pixelsWithin(region.x, half.x + margin, image.width);
  const [top, bottom] = pixelsWithin(region.y, half.y + margin, image.height);
  const width = Math.ceil((right - left) / block);
  const height = Math.ceil((bottom - top) / block);
  const values = new Float32Array(width * height * channels);
  const convert = CONVERSIONS[found];
  for (let y = top; y < bottom; y++) {
    const row = Math.floor((y - top) / block) * width;
    for (let x = left, at = (y * image.width + left) * found; x < right; x++, at += found) {
      const to = (row + Math.floor((x - left) / block)) * channels;
      convert(image.data, at, values, to, channels);
    }
  }
  if (block > 1)
    divideByCounts(values, { width, height, channels, block, columns: right - left, rows: bottom - top });
  return { values, width, height, channels, left, top };
}

/** The pixels from `centre - half` to `centre + half`, at least one, inside an image's side. */
function pixelsWithin(centre: number, half: number, side: number): [first: number, end: number] {
  const first = Math.min(side - 1, Math.max(0, Math.floor(centre - half)));
  return [first, Math.max(first + 1, Math.min(side, Math.ceil(centre + half)))];
}

type Conversion = (
  data: Uint8Array | Uint8ClampedArray,
  at: number,
  values: Float32Array,
  to: number,
  channels: 1 | 3,
) => void;

/** Adds a pixel to a block's sums, by the image's number of channels. */
const CONVERSIONS: Record<1 | 3 | 4, Conversion> = {
  1: (data, at, values, to, channels) => {
    for (let channel = 0; channel < channels; channel++) values[to + channel] += data[at];
  },
  3: (data, at, values, to, channels) => add(values, to, channels, data[at], data[at + 1], data[at + 2]),
  4: (data, at, values, to, channels) => {
    const opacity = data[at + 3] / 255;
    const white = 255 * (1 - opacity);
    add(
      ...([values, to, channels] as const),
      data[at] * opacity + white,
      data[at + 1] * opacity + white,
      data[at + 2] * opacity + white,
    );
  },
};

function add(values: Float32Array, to: number, channels: 1 | 3, r: number, g: number, b: number): void {
  if (channels === 1) {
    values[to] += 0.299 * r + 0.587 * g + 0.114 * b;
    return;
  }
  values[to] += r;
  values[to + 1] += g;
  values[to + 2] += b;
}

/** Makes means of sums; the last row and column of blocks may hold fewer pixels. */
function divideByCounts(
  values: Float32Array,
  {
    width,
    height,
    channels,
    block,
    columns,
    rows,
  }: Record<'width' | 'height' | 'channels' | 'block' | 'columns' | 'rows', number>,
): void {
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const count = Math.min(block, columns - column * block) * Math.min(block, rows - row * block);
      for (let channel = 0; channel < channels; channel++, at++) values[at] /= count;
    }
}
