/** A rectangle in an image, maybe turned, maybe beyond the image's edges. */
export interface Region {
  /** Its centre, in pixels from the image's left and top edge. */
  readonly x: number;
  readonly y: number;
  /** Its sides, in pixels. */
  readonly width: number;
  readonly height: number;
  /** By how much it is turned clockwise, in radians. */
  readonly angle?: number;
}

/**
 * Half the width and height of the upright rectangle around a region.
 *
 * @example const { x, y } = halfExtent({ x: 0, y: 0, width: 2, height: 2, angle: Math.PI / 4 });
 */
export function halfExtent({ width, height, angle = 0 }: Region): { x: number; y: number } {
  const cos = Math.abs(Math.cos(angle));
  const sin = Math.abs(Math.sin(angle));
  return { x: (width * cos + height * sin) / 2, y: (width * sin + height * cos) / 2 };
}
