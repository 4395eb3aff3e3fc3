import { css, shade } from '../colour';
import type { Sketch } from '../sketch';
import { decimal, smooth, type Point } from '../svg-path';

/** What lies behind the head: long hair, curls, a bun, the back of a headscarf. */
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

/** The edge of the hair on the forehead, from the picture's left temple to its right one. */
const HAIRLINES: Record<string, readonly (readonly [number, number])[]> = {
  short: [
    [-52, -14],
    [-50, -38],
    [-34, -54],
    [0, -58],
    [34, -54],
    [50, -38],
    [52, -14],
  ],
  sideParting: [
    [-52, -12],
    [-50, -36],
    [-42, -50],
    [-24, -66],
    [-6, -60],
    [22, -50],
    [48, -36],
    [52, -12],
  ],
  fringe: [
    [-53, -4],
    [-50, -32],
    [-32, -42],
    [-12, -41],
    [8, -43],
    [32, -41],
    [50, -32],
    [53, -4],
  ],
  buzz: [
    [-53, -22],
    [-49, -42],
    [-34, -58],
    [0, -60],
    [34, -58],
    [49, -42],
    [53, -22],
  ],
  receding: [
    [-54, -14],
    [-51, -40],
    [-34, -70],
    [-16, -64],
    [0, -60],
    [16, -64],
    [34, -70],
    [51, -40],
    [54, -14],
  ],
  curly: [
    [-52, -14],
    [-48, -36],
    [-38, -48],
    [-26, -50],
    [-14, -56],
    [0, -53],
    [14, -57],
    [26, -50],
    [38, -49],
    [48, -36],
    [52, -14],
  ],
  afro: [
    [-53, -10],
    [-50, -38],
    [-34, -54],
    [0, -57],
    [34, -54],
    [50, -38],
    [53, -10],
  ],
  long: [
    [-56, 34],
    [-53, -6],
    [-47, -34],
    [-28, -54],
    [-2, -68],
    [24, -56],
    [46, -36],
    [53, -6],
    [56, 34],
  ],
  bob: [
    [-56, 30],
    [-53, -8],
    [-48, -34],
    [-30, -50],
    [10, -64],
    [30, -52],
    [48, -34],
    [53, -8],
    [56, 30],
  ],
  bun: [
    [-53, -14],
    [-49, -40],
    [-32, -58],
    [0, -66],
    [32, -58],
    [49, -40],
    [53, -14],
  ],
  headscarf: [
    [-50, 50],
    [-54, 10],
    [-51, -30],
    [-36, -52],
    [0, -60],
    [36, -52],
    [51, -30],
    [54, 10],
    [50, 50],
  ],
};

/** The outer edge above the head, from right to left, and how far a style stands off it. */
const CROWN = [
  [57, -30],
  [50, -60],
  [28, -82],
  [0, -88],
  [-28, -82],
  [-50, -60],
  [-57, -30],
] as const;

/** Strands from the parting to the hairline, in a lighter and a darker shade, as two paths. */
function drawStrands({ parameters, project }: Sketch, line: readonly Point[]): string {
  const { hairStyle, hair } = parameters.identity;
  // A scarf and shaved hair have none, curls no direction.
  if (['headscarf', 'buzz', 'afro', 'curly'].includes(hairStyle)) return '';
  const parting = project(hairStyle === 'sideParting' ? -22 : 0, -84, { z: 8 });
  const strands = (offset: number) =>
    line
      .slice(0, -1)
      .map(([x, y], i): string => {
        const [nextX, nextY] = line[i + 1];
        const [endX, endY] = [x + (nextX - x) * offset, y + (nextY - y) * offset];
        // Bent outwards, over the rounding of the head.
        const [bendX, bendY] = [endX * 0.85 + parting[0] * 0.15, (endY + parting[1]) / 2 - 8];
        return `M${decimal(parting[0] + (endX - parting[0]) * 0.12)} ${decimal(parting[1] + 4)}Q${decimal(bendX)} ${decimal(bendY)} ${decimal(endX)} ${decimal(endY - 2)}`;
      })
      .join('');
  const path = (d: string, factor: number) =>
    `<path d="${d}" fill="none" stroke="${css(shade(hair, factor))}" stroke-opacity=".55" stroke-width="1.6" stroke-linecap="round"/>`;
  return path(strands(0.25), 0.7) + path(strands(0.75), 1.3);
}

/** What lies over the forehead and the temples. */
export function drawHairInFront(sketch: Sketch): string {
  const { parameters, project, hairCss } = sketch;
  const { hairStyle, hairline, clothes, faceWidth } = parameters.identity;
  if (hairStyle === 'bald') return '';
  const volume = hairStyle === 'buzz' ? 1 : hairStyle === 'afro' ? 1.1 : 1.06;
  // Only the edge on the forehead is higher or lower; the temples stay where they are.
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
