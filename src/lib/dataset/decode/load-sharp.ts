import type sharp from 'sharp';

let loading: Promise<typeof sharp> | undefined;

/**
 * Loads sharp on first use: importing the library must not load its binary. Later calls only wait for the first: an import
 * for each of 20,000 pictures took as long as decoding them.
 *
 * @example const sharp = await loadSharp();
 */
export function loadSharp(): Promise<typeof sharp> {
  loading ??= import('sharp').then((module) => module.default);
  return loading;
}
