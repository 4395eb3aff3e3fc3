import { expectation } from '../errors';

/**
 * Decoded pixels: a photograph, a video's frame, a canvas (the browser's `ImageData` is one). Rows
 * from top to bottom, no gaps between them.
 */
export interface RawImage {
  /** `[height * width * channels]` values 0 to 255. */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  /**
   * 1 is gray, 3 RGB, 4 RGB and opacity, shown on white. By default as many as the data has for each
   * pixel.
   */
  readonly channels?: 1 | 3 | 4;
}

/**
 * Checks an image of raw pixels and returns its number of channels.
 *
 * @throws ExpectationError that names the side, the channels or the length that is wrong
 * @example const channels = channelsOf({ data: new Uint8Array(12), width: 2, height: 2 }); // 3
 */
export function channelsOf({ data, width, height, channels }: RawImage): 1 | 3 | 4 {
  for (const [side, found] of Object.entries({ width, height }))
    if (!(Number.isSafeInteger(found) && found >= 1))
      throw expectation(`the image's ${side}`, { expectation: 'a number of pixels from 1', found });
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray))
    throw expectation("the image's data", {
      expectation: 'a Uint8Array or Uint8ClampedArray',
      found: data,
      advice: 'Pass values from 0 to 255, or decode the file: decodePhotograph(path).',
    });
  const each = channels ?? data.length / (width * height);
  if (each !== 1 && each !== 3 && each !== 4)
    throw expectation("the image's channels", { expectation: '1, 3 or 4', found: each });
  if (data.length === width * height * each) return each;
  throw expectation("the image's data", {
    expectation: `${width} x ${height} x ${each} = ${width * height * each} values`,
    found: `${data.length}`,
  });
}
