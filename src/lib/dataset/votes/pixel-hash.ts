import { createHash } from 'node:crypto';

/** Enough that no two of FER-2013's images have the same hash by chance. */
export const HASH_BYTES = 6;

/**
 * The first {@link HASH_BYTES} bytes (hex) of the SHA-256 of an image's pixels.
 *
 * @param pixels `[48 * 48]`
 * @example const same = pixelHash(a) === pixelHash(b);
 */
export function pixelHash(pixels: Uint8Array): string {
  return createHash('sha256')
    .update(pixels)
    .digest('hex')
    .slice(0, 2 * HASH_BYTES);
}
