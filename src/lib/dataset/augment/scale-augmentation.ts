import { expectation } from '../../errors';
import type { AugmentationOptions } from './augment-images';

/**
 * The same augmentation, weaker or stronger: every amount times `strength`. Mirroring has no amount
 * and stays as it is.
 *
 * @param strength 0 changes nothing but left and right, 1 is the augmentation itself
 * @throws ExpectationError when the strength is negative or not finite
 * @example scaleAugmentation(DEFAULT_AUGMENTATION, 2).rotation // 24
 */
export function scaleAugmentation(options: AugmentationOptions, strength: number): AugmentationOptions {
  if (!(strength >= 0 && Number.isFinite(strength)))
    throw expectation('the strength of an augmentation', {
      expectation: 'a number of at least 0',
      found: strength,
    });
  const { shift = 0, rotation = 0, zoom = 0, brightness = 0, contrast = 0, erase = 0 } = options;
  return {
    ...options,
    shift: shift * strength,
    rotation: rotation * strength,
    // A factor of 0 or less would turn the image inside out.
    zoom: Math.min(zoom * strength, 0.9),
    brightness: Math.min(brightness * strength, 1),
    contrast: Math.min(contrast * strength, 1),
    // A probability.
    erase: Math.min(erase * strength, 1),
  };
}
