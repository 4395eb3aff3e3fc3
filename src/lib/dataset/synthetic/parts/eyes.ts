import type { ActionUnit } from '../action-units';
import { css, shade } from '../colour';
import { SIDES, type Side, type Sketch } from '../sketch';
import { decimal, smooth, type Point } from '../svg-path';

/** Vertical position of the eyes' corners. */
const EYE_LINE = -12;

/** One eye: socket, white, iris and pupil clipped to the opening, lids, lashes. */
function drawEye(sketch: Sketch, side: Side): string {
  const { parameters, project, skin, foldCss } = sketch;
  const { eyeSize, eyeDistance, iris, makeup, age } = parameters.identity;
  const unit = (name: ActionUnit) => sketch.unit(name, side);
  const centre = side * 26 * eyeDistance;
  const half = 12.5 * eyeSize;
  const open = 1 - 0.95 * unit('eyesClose');
  const sadSlant = Math.min(
    1,
    unit('innerBrowRaise') * (1 - unit('outerBrowRaise')) * (1 - unit('upperLidRaise')),
  );
  const frown = unit('browLower') * (1 - unit('innerBrowRaise'));
  const upper =
    eyeSize * (open * (6 + 5 * unit('upperLidRaise') - 2.6 * unit('lidTighten') - 2 * unit('cheekRaise')));
  // Raised cheeks push the lower lid above the line between the corners: the arched eyes of a
  // genuine smile.
  const lower =
    eyeSize *
    (4.6 * Math.max(0.35, open) +
      1.2 * unit('upperLidRaise') -
      2.6 * unit('lidTighten') -
      5 * unit('cheekRaise'));
  const bottom = Math.max(lower, 1.2 - upper);
  // x from the inner to the outer corner as a share of the half width.
  const at = (x: number, y: number): Point => project(centre + side * half * x, EYE_LINE + y);
  const inner = at(-1, 1.5);
  const outer = at(1, -0.5 + 2 * sadSlant);
  const upperLid = [
    at(-0.55, -upper * (0.82 + 0.25 * sadSlant - 0.35 * frown)),
    at(0, -upper * (1 - 0.1 * frown)),
    at(0.55, -upper * (0.8 - 0.35 * sadSlant + 0.1 * frown)),
  ];
  const lowerLid = [at(0.5, bottom * 0.85), at(0, bottom), at(-0.5, bottom * 0.9)];
  const opening = smooth([inner, ...upperLid, outer, ...lowerLid], { closed: true });
  const lash = smooth([inner, ...upperLid, outer]);
  const [pupilX, pupilY] = project(centre + 4.5 * parameters.gaze.x, EYE_LINE - 0.8 + 3 * parameters.gaze.y);
  const radius = 5.9 * eyeSize;
  const crease = smooth([
    at(-0.9, -upper - 2),
    at(0, -upper - 4.2 + 1.5 * unit('browLower')),
    at(1.05, -upper * 0.6 - 2 + 2 * sadSlant),
  ]);
  const bag = smooth([at(-0.8, bottom + 3), at(0, bottom + 6 - 2 * unit('cheekRaise')), at(0.9, bottom + 3)]);
  const bagOpacity = 0.06 + 0.28 * age ** 2 + 0.3 * unit('cheekRaise') + 0.22 * unit('lidTighten');
  const [x, y] = project(centre, EYE_LINE - 2);
  const id = side < 0 ? 'left' : 'right';
  return (
    `<ellipse cx="${decimal(x)}" cy="${decimal(y)}" rx="${decimal(half + 5)}" ry="13" fill="${css(shade(skin, 0.7))}" fill-opacity="${decimal(0.32 + 0.25 * makeup)}"/>` +
    `<clipPath id="${id}"><path d="${opening}"/></clipPath>` +
    `<path d="${opening}" fill="rgb(240,238,234)"/>` +
    `<g clip-path="url(#${id})">` +
    `<circle cx="${decimal(pupilX)}" cy="${decimal(pupilY)}" r="${decimal(radius)}" fill="${css(iris)}"/>` +
    `<circle cx="${decimal(pupilX)}" cy="${decimal(pupilY)}" r="${decimal(radius * 0.5)}" fill="rgb(12,10,10)"/>` +
    `<circle cx="${decimal(pupilX - 1.8)}" cy="${decimal(pupilY - 2)}" r="1.3" fill="#fff"/></g>` +
    `<path d="${lash}" fill="none" stroke="rgb(34,22,20)" stroke-width="${decimal(1.9 + 1.3 * makeup)}" stroke-linecap="round"/>` +
    `<path d="${smooth([outer, ...lowerLid, inner])}" fill="none" stroke="${foldCss}" stroke-opacity=".55" stroke-width="1.1"/>` +
    `<path d="${crease}" fill="none" stroke="${foldCss}" stroke-opacity=".45" stroke-width="1.3"/>` +
    `<path d="${bag}" fill="none" stroke="${foldCss}" stroke-opacity="${decimal(bagOpacity)}" stroke-width="1.5"/>`
  );
}

/** Both eyes. */
export function drawEyes(sketch: Sketch): string {
  return SIDES.map((side) => drawEye(sketch, side)).join('');
}
