import { channelsOf, type RawImage } from '../dataset/raw-image';

/** How a video's frames are to be shown. */
export interface Turn {
  /** Degrees clockwise. */
  rotation?: 0 | 90 | 180 | 270;
  /** Whether to mirror it afterwards, left and right. */
  flip?: boolean;
}

/**
 * Turns an image by quarters, then mirrors it.
 *
 * @example const upright = turnImage(frame, { rotation: 90 });
 */
export function turnImage(image: RawImage, { rotation = 0, flip = false }: Turn): RawImage {
  if (rotation === 0 && !flip) return image;
  const channels = channelsOf(image);
  const { data, width, height } = image;
  const isSideways = rotation === 90 || rotation === 270;
  const [columns, rows] = isSideways ? [height, width] : [width, height];
  const turned = new Uint8Array(data.length);
  for (let y = 0, to = 0; y < rows; y++)
    for (let column = 0; column < columns; column++) {
      const x = flip ? columns - 1 - column : column;
      // Where the pixel was: clockwise by 90 degrees, the left column becomes the top row.
      const [fromX, fromY] = isSideways
        ? rotation === 90
          ? [y, height - 1 - x]
          : [width - 1 - y, x]
        : rotation === 180
          ? [width - 1 - x, height - 1 - y]
          : [x, y];
      const from = (fromY * width + fromX) * channels;
      for (let channel = 0; channel < channels; channel++) turned[to++] = data[from + channel];
    }
  return { data: turned, width: columns, height: rows, channels };
}
