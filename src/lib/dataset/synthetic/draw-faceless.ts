import { loadSharp } from '../decode/load-sharp';

/** The pictures without a face: nothing at all, and the sign of browsers for a missing picture. */
export type Faceless = 'black' | 'missing';

/** Each as an SVG of 48 x 48 units. */
const DRAWINGS: Readonly<Record<Faceless, string>> = {
  black: '<rect width="48" height="48"/>',
  missing:
    '<rect width="48" height="48" fill="#fff"/>' +
    '<g fill="none" stroke="#777" stroke-width="1.5"><path d="M14 13h14l6 6v16H14z M28 13v6h6"/>' +
    '<path d="M19 24l10 8 M29 24l-10 8" stroke="#333"/></g>',
};

/**
 * Draws a picture without a face, as there are some in FER-2013.
 *
 * @param size width and height in pixels
 * @returns the bytes of a gray JPEG
 * @example const jpeg = await drawFaceless('black', { size: 48 });
 */
export async function drawFaceless(picture: Faceless, { size }: { size: number }): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="${size}" height="${size}">${DRAWINGS[picture]}</svg>`;
  const sharp = await loadSharp();
  const jpeg: Buffer = await sharp(Buffer.from(svg)).toColourspace('b-w').jpeg({ quality: 90 }).toBuffer();
  return jpeg;
}
