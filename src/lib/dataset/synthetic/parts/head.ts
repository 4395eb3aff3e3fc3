import { css, shade } from '../colour';
import { SIDES, type Sketch } from '../sketch';
import { decimal, smooth, type Point } from '../svg-path';

/**
 * Half of the outline, from the crown to the chin: x, y and depth; the lowest three follow the jaw.
 */
const OUTLINE = [
  [0, -86, 0],
  [30, -79, 0],
  [51, -54, 0],
  [57, -18, 0],
  [54, 16, 4],
  [43, 46, 12],
  [22, 66, 22],
  [0, 73, 26],
] as const;

/** The outline of the head, closed, on the canvas. */
function outline({ parameters, project, unit }: Sketch): Point[] {
  const { faceWidth, jawWidth } = parameters.identity;
  const jaw = unit('jawDrop');
  const half = (side: -1 | 1) =>
    OUTLINE.map(([x, y, z], i) => {
      const isJaw = i >= 5;
      // Raised cheeks are fuller; an open mouth makes the face longer and the jaw narrower.
      const cheek = i === 4 ? 1 + 0.03 * unit('cheekRaise') : 1;
      const width = faceWidth * (isJaw ? jawWidth * (1 - 0.06 * jaw) : cheek);
      const drop = isJaw ? jaw * (i === 5 ? 5 : 12) - unit('chinRaise') * (i === 7 ? 2 : 0) : 0;
      return project(side * x * width, y + drop, { z });
    });
  const right = half(1);
  const left = half(-1).slice(1, -1).reverse();
  return [...right, ...left];
}

/** The points of {@link OUTLINE} from which a face begins, below the hair: the temples. */
const TEMPLES = 2;

/**
 * The outline of the face on the canvas, from the temples to the chin: what a face detector's box
 * surrounds.
 */
export function faceOutline(sketch: Sketch): Point[] {
  const points = outline(sketch);
  // From the crown down the right side to the chin, and up the left side.
  return points.slice(TEMPLES, points.length - TEMPLES + 1);
}

/** How far down clothes go, for those who see more of a person than a face's image shows. */
const HEM = 10_000;

/** Neck, shoulders and clothes. */
export function drawBody({ parameters, skin, project }: Sketch): string {
  const [x] = project(0, 60, { z: 0 });
  const clothes = css(parameters.identity.clothes);
  const neck = css(shade(skin, 0.72));
  return (
    `<path d="M${decimal(x - 27)} 40L${decimal(x - 28)} 92Q${decimal(x)} 112 ${decimal(x + 28)} 92L${decimal(x + 27)} 40Z" fill="${neck}"/>` +
    `<path d="M${decimal(x - 130)} 150Q${decimal(x - 90)} 92 ${decimal(x - 29)} 84Q${decimal(x)} 108 ${decimal(x + 29)} 84Q${decimal(x + 90)} 92 ${decimal(x + 130)} 150V${HEM}H${decimal(x - 130)}Z" fill="${clothes}"/>`
  );
}

/** Ears, and the shaded shape of the head. */
export function drawHead(sketch: Sketch): string {
  const { parameters, project, skin, foldCss } = sketch;
  const { faceWidth, hairStyle } = parameters.identity;
  const ears = SIDES.map((side) => {
    const [x, y] = project(side * 58 * faceWidth, -4, { z: -6 });
    return (
      `<ellipse cx="${decimal(x)}" cy="${decimal(y)}" rx="8" ry="14" fill="${css(shade(skin, 0.86))}"/>` +
      `<path d="M${decimal(x + side * 3)} ${decimal(y - 7)}q${-side * 7} 5 ${-side * 2} 14" fill="none" stroke="${foldCss}" stroke-opacity=".35" stroke-width="1.6"/>`
    );
  }).join('');
  const [lightX, lightY] = project(0, -8);
  return (
    `<radialGradient id="skin" gradientUnits="userSpaceOnUse" cx="${decimal(lightX)}" cy="${decimal(lightY)}" r="88">` +
    `<stop stop-color="${css(shade(skin, 1.06))}"/><stop offset=".55" stop-color="${css(skin)}"/>` +
    `<stop offset="1" stop-color="${css(shade(skin, 0.66))}"/></radialGradient>` +
    (hairStyle === 'headscarf' ? '' : ears) +
    `<path d="${smooth(outline(sketch), { closed: true })}" fill="url(#skin)"/>`
  );
}
