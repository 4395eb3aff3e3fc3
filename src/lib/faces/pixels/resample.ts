import type { RawImage } from '../../dataset/raw-image';
import { KERNELS, type Kernel } from './kernels';
import { reduceBlocks, type ReducedImage } from './reduce-blocks';
import type { Region } from './region';

/** Options of {@link resample}. */
export interface ResampleOptions {
  /** What of the image is wanted. Beyond the image's edges its nearest pixel is repeated. */
  region: Region;
  /** Pixels of the result. */
  width: number;
  height: number;
  /** 1 converts to gray, as OpenCV and Pillow do. */
  channels: 1 | 3;
  kernel: keyof typeof KERNELS;
}

/** The region in the reduced image's pixels. */
interface Sampling {
  source: ReducedImage;
  region: Required<Region>;
  kernel: Kernel;
  width: number;
  height: number;
}

/**
 * A region that is reduced by more than this is first reduced by averaging blocks of pixels, which
 * is faster, to no less than this.
 */
const GAP = { linear: 1, cubic: 2 };

/**
 * Resamples a region of an image. Where it shrinks, the kernel grows, so that nothing aliases
 * (Pillow's `resize` does the same, its `reducing_gap` included). It is plain TypeScript, so that
 * Node and a browser compute the same values.
 *
 * @returns `[height * width * channels]`; cubic values overshoot 0 to 255 a little at sharp edges
 * @throws ExpectationError when the image is not valid raw pixels
 * @example
 * const region = { x: 320, y: 240, width: 640, height: 480 };
 * const small = resample(photo, { region, width: 64, height: 48, channels: 3, kernel: 'linear' });
 */
export function resample(
  image: RawImage,
  { region, width, height, channels, kernel }: ResampleOptions,
): Float32Array {
  const { x, y, angle = 0 } = region;
  const shrink = Math.max(1, region.width / width, region.height / height);
  const least = Math.min(region.width / width, region.height / height);
  const block = Math.max(1, Math.floor(least / GAP[kernel]));
  const margin = (KERNELS[kernel].radius + 1) * shrink;
  const source = reduceBlocks(image, { region, margin, block, channels });
  const sampling = {
    ...{ source, kernel: KERNELS[kernel], width, height },
    region: {
      x: (x - source.left) / block,
      y: (y - source.top) / block,
      width: region.width / block,
      height: region.height / block,
      angle,
    },
  };
  return angle === 0 ? sampleUpright(sampling) : sampleTurned(sampling);
}

/** Along rows, then along columns: the kernel is a product. */
function sampleUpright({ source, region, kernel, width, height }: Sampling): Float32Array {
  const { values, channels } = source;
  const columns = tapsAlong({
    centre: region.x,
    length: region.width,
    count: width,
    side: source.width,
    kernel,
  });
  const rows = tapsAlong({
    centre: region.y,
    length: region.height,
    count: height,
    side: source.height,
    kernel,
  });
  const row = width * channels;
  const narrow = new Float32Array(source.height * row);
  for (let y = 0, to = 0; y < source.height; y++)
    for (const { indices, weights } of columns)
      for (let channel = 0; channel < channels; channel++, to++) {
        const at = y * source.width * channels + channel;
        let sum = 0;
        for (let i = 0; i < indices.length; i++) sum += weights[i] * values[at + indices[i] * channels];
        narrow[to] = sum;
      }
  const result = new Float32Array(height * row);
  rows.forEach(({ indices, weights }, y) => {
    for (let i = 0; i < indices.length; i++)
      for (let at = 0; at < row; at++) result[y * row + at] += weights[i] * narrow[indices[i] * row + at];
  });
  return result;
}

/** The source pixels of one row or column of the result, with weights that sum to 1. */
interface Taps {
  indices: Int32Array;
  weights: Float64Array;
}

function tapsAlong({
  centre,
  length,
  count,
  side,
  kernel,
}: {
  centre: number;
  length: number;
  count: number;
  side: number;
  kernel: Kernel;
}): Taps[] {
  const scale = length / count;
  const spread = Math.max(1, scale);
  return Array.from({ length: count }, (_, i) => {
    const at = centre + (i + 0.5 - count / 2) * scale;
    const first = Math.ceil(at - kernel.radius * spread - 0.5);
    const last = Math.floor(at + kernel.radius * spread - 0.5);
    const weights = Float64Array.from({ length: last - first + 1 }, (_, k) =>
      kernel.weight((first + k + 0.5 - at) / spread),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return {
      indices: Int32Array.from(weights, (_, k) => clamp(first + k, side)),
      weights: weights.map((weight) => weight / sum),
    };
  });
}

/** The same kernel along the region's own axes. */
function sampleTurned({ source, region, kernel, width, height }: Sampling): Float32Array {
  const { values, channels } = source;
  const [cos, sin] = [Math.cos(region.angle), Math.sin(region.angle)];
  const [scaleX, scaleY] = [region.width / width, region.height / height];
  const [spreadX, spreadY] = [Math.max(1, scaleX), Math.max(1, scaleY)];
  const reach = kernel.radius * (Math.abs(cos) * spreadX + Math.abs(sin) * spreadY);
  const reachY = kernel.radius * (Math.abs(sin) * spreadX + Math.abs(cos) * spreadY);
  const result = new Float32Array(height * width * channels);
  for (let row = 0, to = 0; row < height; row++)
    for (let column = 0; column < width; column++, to += channels) {
      const along = (column + 0.5 - width / 2) * scaleX;
      const down = (row + 0.5 - height / 2) * scaleY;
      const x = region.x + along * cos - down * sin;
      const y = region.y + along * sin + down * cos;
      let sum = 0;
      for (let q = Math.ceil(y - reachY - 0.5); q <= Math.floor(y + reachY - 0.5); q++)
        for (let p = Math.ceil(x - reach - 0.5); p <= Math.floor(x + reach - 0.5); p++) {
          const [dx, dy] = [p + 0.5 - x, q + 0.5 - y];
          const weight =
            kernel.weight((dx * cos + dy * sin) / spreadX) * kernel.weight((dy * cos - dx * sin) / spreadY);
          if (weight === 0) continue;
          sum += weight;
          const at = (clamp(q, source.height) * source.width + clamp(p, source.width)) * channels;
          for (let channel = 0; channel < channels; channel++)
            result[to + channel] += weight * values[at + channel];
        }
      for (let channel = 0; channel < channels; channel++) result[to + channel] /= sum;
    }
  return result;
}

const clamp = (index: number, side: number) => (index < 0 ? 0 : index >= side ? side - 1 : index);
