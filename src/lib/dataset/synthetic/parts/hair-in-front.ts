import { css, shade } from '../colour';
import type { Sketch } from '../sketch';
import { decimal, smooth, type Point } from '../svg-path';
import { CROWN, HAIRLINES } from './hairlines';

/** Hair or a headscarf over the forehead and the temples. */
export function drawHairInFront(sketch: Sketch): string {
  const { parameters, project, hairCss } = sketch;
  const { hairStyle, hairline, clothes, faceWidth } = parameters.identity;
  if (hairStyle === 'bald') return '';
  const volume = hairStyle === 'buzz' ? 1 : hairStyle === 'afro' ? 1.1 : 1.06;
  // The hairline moves only on the forehead; the temples stay where they are.
  const line = HAIRLINES[hairStyle].map(([x, y]): Point =>
    project(x * faceWidth, y - hairline * Math.max(0, 1 - Math.abs(x) / 48)),
  );
  const crown = CROWN.map(([x, y]): Point => project(x * faceWidth * volume, y * volume, { z: 0 }));
  const isScarf = hairStyle === 'headscarf';
  const cap =
    `<path d="${smooth([...line, ...crown], { closed: true })}" fill="${isScarf ? css(clothes) : hairCss}" fill-opacity="${hairStyle === 'buzz' ? '.6' : '1'}"/>` +
    drawStrands(sketch, line);
  if (!isScarf) return cap;
  // The scarf closes below the chin.
  const chin = [
    [-54, 24],
    [-40, 62],
    [0, 84],
    [40, 62],
    [54, 24],
    [72, 60],
    [50, 120],
    [-50, 120],
    [-72, 60],
  ] as const;
  return `${cap}<path d="${smooth(
    chin.map(([x, y]): Point => project(x * faceWidth, y, { z: 14 })),
    { closed: true },
  )}" fill="${css(shade(clothes, 0.92))}"/>`;
}

/** Strands from the parting to the hairline, in a lighter and a darker shade, as two paths. */
function drawStrands({ parameters, project }: Sketch, line: readonly Point[]): string {
  const { hairStyle, hair } = parameters.identity;
  // A headscarf and shaved hair have none, and curls have no direction.
  if (['headscarf', 'buzz', 'afro', 'curly'].includes(hairStyle)) return '';
  const parting = project(hairStyle === 'sideParting' ? -22 : 0, -84, { z: 8 });
  const strands = (offset: number) =>
    line
      .slice(0, -1)
      .map(([x, y], i): string => {
        const [nextX, nextY] = line[i + 1];
        const [endX, endY] = [x + (nextX - x) * offset, y + (nextY - y) * offset];
        // Bent outwards, following the curve of the head.
        const [bendX, bendY] = [endX * 0.85 + parting[0] * 0.15, (endY + parting[1]) / 2 - 8];
        return `M${decimal(parting[0] + (endX - parting[0]) * 0.12)} ${decimal(parting[1] + 4)}Q${decimal(bendX)} ${decimal(bendY)} ${decimal(endX)} ${decimal(endY - 2)}`;
      })
      .join('');
  const path = (d: string, factor: number) =>
    `<path d="${d}" fill="none" stroke="${css(shade(hair, factor))}" stroke-opacity=".55" stroke-width="1.6" stroke-linecap="round"/>`;
  return path(strands(0.25), 0.7) + path(strands(0.75), 1.3);
}
