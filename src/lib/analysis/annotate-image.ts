import { loadSharp } from '../dataset/decode/load-sharp';
import { channelsOf, type RawImage } from '../dataset/raw-image';
import { classesIn } from '../classes';
import { escapeHtml } from '../escape-html';
import type { FaceRow } from '../faces/index';
import { formatPercent } from '../format';
import { classColors } from '../plots/index';

/**
 * Draws the boxes of an image's faces, and the emotions, on a copy of it.
 *
 * @param image the photograph or frame
 * @param rows those of this image
 * @returns the bytes of a JPEG
 * @example await writeFile('party-faces.jpg', await annotateImage(photo, rows));
 */
export async function annotateImage(image: RawImage, rows: readonly FaceRow[]): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const { width, height } = image;
  const faces = rows.map((row) => drawFace(row, image)).join('');
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${faces}</svg>`;
  const raw = { width, height, channels: channelsOf(image) };
  return sharp(image.data, { raw })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .composite([{ input: Buffer.from(overlay) }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A box with its words on a dark ground, legible over any picture. */
function drawFace({ face, emotion }: FaceRow, image: RawImage): string {
  if (!face) return '';
  const { x, y, width, height } = face.box;
  const side = Math.max(image.width, image.height);
  const size = Math.round(Math.max(12, Math.min(side / 40, Math.max(14, width / 7))));
  const line = Math.max(2, size / 6);
  const classes = classesIn(face.probabilities);
  const color = classColors(classes)[classes.indexOf(emotion)] ?? '#ffffff';
  const words = `${face.id}: ${emotion} ${formatPercent(face.confidence, 0)}`;
  const paper = { width: words.length * size * 0.56 + size, height: size * 1.5 };
  // Above the box, or within it at the picture's upper edge.
  const top = y >= paper.height ? y - paper.height : Math.max(0, y);
  const left = Math.max(0, Math.min(x - line / 2, image.width - paper.width));
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${color}" stroke-width="${line}"/>
<rect x="${left}" y="${top}" width="${paper.width}" height="${paper.height}" fill="#000" fill-opacity="0.72"/>
<text x="${left + size / 2}" y="${top + size * 1.1}" font-family="sans-serif" font-size="${size}" fill="#fff">${escapeHtml(words)}</text>`;
}
