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
  for (let y = top; y < bottom; y++)
    addRow(values, {
      ...{ image, found, channels, block },
      ...{ from: (y * image.width + left) * found, count: right - left },
      to: Math.floor((y - top) / block) * width * channels,
    });
  if (block > 1)
    divideByCounts(values, { width, height, channels, block, columns: right - left, rows: bottom - top });
  return { values, width, height, channels, left, top };
}

/** The pixels from `centre - half` to `centre + half`, at least one, inside an image's side. */
function pixelsWithin(centre: number, half: number, side: number): [first: number, end: number] {
  const first = Math.min(side - 1, Math.max(0, Math.floor(centre - half)));
  return [first, Math.max(first + 1, Math.min(side, Math.ceil(centre + half)))];
}

/** A part of one row of an image, and where its blocks are. */
interface Row {
  image: RawImage;
  /** The image's channels. */
  found: 1 | 3 | 4;
  channels: 1 | 3;
  block: number;
  /** Its first value in the image, its number of pixels, its first block. */
  from: number;
  count: number;
  to: number;
}

/**
 * Adds the pixels of a row to the sums of their blocks. One loop without calls: a camera's picture
 * has 300,000 pixels.
 */
function addRow(
  values: Float32Array,
  { image: { data }, found, channels, block, from, count, to }: Row,
): void {
  let left = block;
  for (let i = 0, at = from, place = to; i < count; i++, at += found) {
    let r = data[at];
    let g = r;
    let b = r;
    if (found !== 1) {
      g = data[at + 1];
      b = data[at + 2];
    }
    if (found === 4 && data[at + 3] !== 255) {
      const opacity = data[at + 3] / 255;
      const white = 255 * (1 - opacity);
      r = r * opacity + white;
      g = g * opacity + white;
      b = b * opacity + white;
    }
    if (channels === 3) {
      values[place] += r;
      values[place + 1] += g;
      values[place + 2] += b;
    } else values[place] += found === 1 ? r : 0.299 * r + 0.587 * g + 0.114 * b;
    if (--left === 0) {
      left = block;
      place += channels;
    }
  }
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
