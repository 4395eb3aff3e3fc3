import type { ActionUnit } from '../action-units';
import { blend, css, shade } from '../colour';
import { SIDES, type Side, type Sketch } from '../sketch';
import { smooth } from '../svg-path';

function drawBrow(sketch: Sketch, side: Side): string {
  const { parameters, project } = sketch;
  const { browThickness, browHeight, browSlope, hair, skin, eyeDistance } = parameters.identity;
  const unit = (name: ActionUnit) => sketch.unit(name, side);
  const [inner, outer] = [unit('innerBrowRaise'), unit('outerBrowRaise')];
  const frown = Math.max(unit('browLower'), 0.55 * unit('noseWrinkle'));
  // A frown pulls the brows down only where nothing raises them; it always draws them together.
  const down = frown * (1 - 0.9 * inner);
  const base = -29 - browHeight;
  const shift = side * 26 * (eyeDistance - 1);
  const at = (x: number, y: number) => project(side * x + shift, base + y);
  const line = [
    [11 - 4 * frown, browSlope + 1 - 10 * inner + 9 * down, 2.4],
    [19 - 2 * frown, -1.5 + 0.5 * browSlope - 7.5 * inner - 1.5 * outer + 6.5 * down, 2.9],
    [29, -2.5 - 2.5 * inner - 6.5 * outer + 3 * down, 2.5],
    [38, -1 - 0.3 * browSlope - 8.5 * outer + 1.5 * inner + 0.5 * down, 1.7],
    [44, 3 - 8 * outer + 2.5 * inner * (1 - outer), 0.5],
  ] as const;
  const thickness = browThickness * (1 + 0.15 * frown);
  const top = line.map(([x, y, half]) => at(x, y - half * thickness));
  const bottom = line.map(([x, y, half]) => at(x, y + half * thickness)).reverse();
  const colour = css(blend(shade(hair, 0.72), { with: skin, share: 0.12 }));
  return `<path d="${smooth([...top, ...bottom], { closed: true })}" fill="${colour}" fill-opacity=".92"/>`;
}

/** Both brows. */
export function drawBrows(sketch: Sketch): string {
  return SIDES.map((side) => drawBrow(sketch, side)).join('');
}
