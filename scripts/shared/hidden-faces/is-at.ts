import type { Box } from '../../../src/lib/index';

/**
 * Whether a detector's box is at a hidden face: its centre lies in the middle half of the image.
 * Detectors differ in how much of a head their boxes take in, but not in where its centre is.
 *
 * @param box what was found
 * @param hidden around the image that was hidden
 * @example const found = faces.find(({ box }) => isAt(box, hidden));
 */
export function isAt(box: Box, hidden: Box): boolean {
  const [dx, dy] = [box.x + box.width / 2 - hidden.x, box.y + box.height / 2 - hidden.y];
  return Math.abs(dx / hidden.width - 0.5) < 0.25 && Math.abs(dy / hidden.height - 0.5) < 0.25;
}
