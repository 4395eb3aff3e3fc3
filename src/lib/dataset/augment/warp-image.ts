import { IMAGE_SIZE } from '../dataset';

/** What stands outside of an image: its edge pixel drawn out, its mirror image, or black. */
export type Fill = 'nearest' | 'reflect' | 'constant';

/** Where the pixel (x, y) comes from: (a x + b y + c, d x + e y + f). */
export type AffineMap = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Its own constant: an imported one is asked for anew each time, which takes as long as all else in the innermost loop. */
const SIZE = IMAGE_SIZE;

/** The way from one pixel to the next is divided into 2^10 places; the nearest counts. */
const PHASE_BITS = 10;
const PHASES = 2 ** PHASE_BITS;

/** Of the kernel at distance 1: FER-2013's faces keep nine tenths of their roughness by it, seven by linear sampling. */
const SLOPE = -0.75;

/** What four pixels in a row count in a value between the middle two, for each place between them. */
const SHARES = cubicShares();

/** The image with a margin of what stands outside of it, so that no pixel has to ask whether it is near an edge. */
const MARGIN = 3;
const WIDTH = SIZE + 2 * MARGIN;
const framed = new Float32Array(WIDTH * WIDTH);

/** From anywhere to a place that looks the same, in the image or its margin. */
const PLACES: Record<Fill, (at: number) => number> = {
  nearest: (at) => (at < 0 ? 0 : at > SIZE - 1 ? SIZE - 1 : at),
  reflect: fold,
  constant: (at) => (at < -2 ? -2 : at > SIZE ? SIZE : at),
};

/**
 * Draws an image anew with its pixels taken from other places, by cubic convolution: Keys (1981),
 * https://doi.org/10.1109/TASSP.1981.1163711. TensorFlow's own op is linear, and a linear mean of neighbours blurs: a
 * network that learns from blurred images knows less of sharp ones.
 *
 * @param image `[48 * 48]`; it stays as it is
 * @param target `[48 * 48]` gets the new image, at sharp edges a little below or above the range of the old
 * @example warpImage(image, { map: [-1, 0, 47, 0, 1, 0], fill: 'nearest', target }); // mirrored
 */
export function warpImage(
  image: ArrayLike<number>,
  { map, fill, target }: { map: AffineMap; fill: Fill; target: Float32Array },
): void {
  const place = PLACES[fill];
  frame(image, place);
  const [a, b, c, d, e, f] = map;
  for (let row = 0, to = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++, to++) {
      // The first of four pixels is one to the left of the place.
      const x = ((place(a * column + b * row + c) + MARGIN - 1) * PHASES + 0.5) | 0;
      const y = ((place(d * column + e * row + f) + MARGIN - 1) * PHASES + 0.5) | 0;
      const p = (x & (PHASES - 1)) * 4;
      const q = (y & (PHASES - 1)) * 4;
      const at = (y >> PHASE_BITS) * WIDTH + (x >> PHASE_BITS);
      target[to] =
        SHARES[q] * inRow(at, p) +
        SHARES[q + 1] * inRow(at + WIDTH, p) +
        SHARES[q + 2] * inRow(at + 2 * WIDTH, p) +
        SHARES[q + 3] * inRow(at + 3 * WIDTH, p);
    }
  }
}

function inRow(at: number, p: number): number {
  return (
    SHARES[p] * framed[at] +
    SHARES[p + 1] * framed[at + 1] +
    SHARES[p + 2] * framed[at + 2] +
    SHARES[p + 3] * framed[at + 3]
  );
}

/** Black where the place of a row or column is outside of the image. */
function frame(image: ArrayLike<number>, place: (at: number) => number): void {
  for (let row = -MARGIN, to = 0; row < SIZE + MARGIN; row++) {
    const fromRow = place(row);
    for (let column = -MARGIN; column < SIZE + MARGIN; column++, to++) {
      const fromColumn = place(column);
      const isInside = fromRow >= 0 && fromRow < SIZE && fromColumn >= 0 && fromColumn < SIZE;
      framed[to] = isInside ? image[fromRow * SIZE + fromColumn] : 0;
    }
  }
}

/** From anywhere into the image, whose mirror images begin half a pixel outside of it. */
function fold(at: number): number {
  if (at >= -0.5 && at < SIZE - 0.5) return at;
  const period = 2 * SIZE;
  const within = (((at + 0.5) % period) + period) % period;
  return (within < SIZE ? within : period - within) - 0.5;
}

function cubicShares(): Float32Array {
  const near = (t: number) => ((SLOPE + 2) * t - (SLOPE + 3)) * t * t + 1;
  const far = (t: number) => ((SLOPE * t - 5 * SLOPE) * t + 8 * SLOPE) * t - 4 * SLOPE;
  const shares = new Float32Array(PHASES * 4);
  for (let phase = 0; phase < PHASES; phase++) {
    const t = phase / PHASES;
    shares.set([far(1 + t), near(t), near(1 - t), far(2 - t)], phase * 4);
  }
  return shares;
}
