/**
 * Loads sharp on first use: importing the library must not load its binary.
 *
 * @example const sharp = await loadSharp();
 */
export async function loadSharp() {
  return (await import('sharp')).default;
}
