import { formatPercent } from '../../src/lib/format';
import { rgbOf } from '../../src/lib/plots/color-scale';
import type { SeenFace } from '../messages';
import { emotionColor } from './emotion-color';
import { nameOf } from './name-of';

/** Faces in a picture, and how they are shown. */
export interface ShownFaces {
  faces: readonly SeenFace[];
  width: number;
  height: number;
  isMirrored: boolean;
}

/** Draws boxes with their emotions over a picture, in a canvas of the picture's size on the screen. */
export function drawBoxes(canvas: HTMLCanvasElement, { faces, width, height, isMirrored }: ShownFaces): void {
  const { clientWidth, clientHeight } = canvas;
  const density = devicePixelRatio;
  canvas.width = Math.round(clientWidth * density);
  canvas.height = Math.round(clientHeight * density);
  const context = canvas.getContext('2d')!;
  context.scale(density, density);
  context.font = '600 14px system-ui, sans-serif';
  context.textBaseline = 'middle';
  const scale = clientWidth / width;
  for (const [index, face] of faces.entries()) {
    const { box, emotion, confidence } = face;
    const w = box.width * scale;
    const x = (isMirrored ? width - box.x - box.width : box.x) * scale;
    const [y, h] = [box.y * (clientHeight / height), box.height * (clientHeight / height)];
    const color = emotionColor(emotion);
    // Dark under light, so that the box is seen on any picture.
    for (const [style, thickness] of [
      ['rgba(0, 0, 0, 0.55)', 5],
      [color, 3],
    ] as const) {
      context.strokeStyle = style;
      context.lineWidth = thickness;
      context.strokeRect(x, y, w, h);
    }
    const text = `${faces.length > 1 ? `${nameOf(face, index)}: ` : ''}${emotion} ${formatPercent(confidence, 0)}`;
    const wide = context.measureText(text).width + 12;
    const left = Math.min(Math.max(0, x - 2), Math.max(0, clientWidth - wide));
    const top = y >= 26 ? y - 26 : Math.min(y + h + 2, clientHeight - 24);
    context.fillStyle = color;
    context.fillRect(left, top, wide, 24);
    context.fillStyle = inkOn(color);
    context.fillText(text, left + 6, top + 12.5);
  }
}

/** Black or white, whichever is easier to read on a colour such as `#0072B2`. */
function inkOn(color: string): string {
  const [r, g, b] = rgbOf(color).map((channel) => (channel / 255) ** 2.2);
  // The luminance at which both have the same contrast: https://www.w3.org/TR/WCAG22/#contrast-minimum.
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18 ? '#ffffff' : '#000000';
}
