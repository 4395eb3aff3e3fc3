import type sharp from 'sharp';

let loading: Promise<typeof sharp> | undefined;

/**
 * Loads sharp on first use, so that importing the library does not load its binary. The promise is
 * kept, since a dynamic import for each of 20,000 images took as long as decoding them.
 *
 * @example const sharp = await loadSharp();
 */
export function loadSharp(): Promise<typeof sharp> {
  loading ??= import('sharp').then((module) => module.default);
  return loading;
}
