import { css, shade } from '../colour';
import type { Sketch } from '../sketch';
import { decimal, smooth } from '../svg-path';

/** Hair behind the head: long hair, curls, a bun, or the back of a headscarf. */
export function drawHairBehind({ parameters, project, hairCss }: Sketch): string {
  const { hairStyle, hair, clothes, faceWidth } = parameters.identity;
  const [x, y] = project(0, -20, { z: -10 });
  const dark = css(shade(hair, 0.8));
  const oval = (rx: number, ry: number, dy: number, fill: string) =>
    `<ellipse cx="${decimal(x)}" cy="${decimal(y + dy)}" rx="${decimal(rx * faceWidth)}" ry="${decimal(ry)}" fill="${fill}"/>`;
  const fall = (width: number, bottom: number) =>
    `<path d="${smooth(
      [
        [x - width * 0.86, y - 44],
        [x, y - 76],
        [x + width * 0.86, y - 44],
        [x + width * 1.02, y + 20],
        [x + width, bottom],
        [x, bottom + 4],
        [x - width, bottom],
        [x - width * 1.02, y + 20],
      ],
      { closed: true },
    )}" fill="${dark}"/>`;
  switch (hairStyle) {
    case 'long':
      return fall(66 * faceWidth, 104);
    case 'bob':
      return fall(67 * faceWidth, 52);
    case 'afro':
      return oval(83, 78, -10, hairCss);
    case 'curly':
      return Array.from({ length: 13 }, (_, i) => {
        const angle = Math.PI * (1 - 0.12 + (i * 1.24) / 12);
        return `<circle cx="${decimal(x + 60 * faceWidth * Math.cos(angle))}" cy="${decimal(y - 4 + 64 * Math.sin(angle))}" r="15" fill="${css(shade(hair, i % 2 ? 1 : 0.9))}"/>`;
      }).join('');
    case 'bun':
      return (
        `<circle cx="${decimal(x)}" cy="${decimal(y - 76)}" r="22" fill="${hairCss}"/>` +
        oval(59, 66, 0, dark)
      );
    case 'headscarf':
      return fall(68 * faceWidth, 112).replace(dark, css(shade(clothes, 0.8)));
    case 'bald':
      return oval(60, 30, 8, hairCss);
    case 'buzz':
      return '';
    default:
      return oval(60, 66, 0, dark);
  }
}
