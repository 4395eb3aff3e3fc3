import { SIDES, type Sketch } from '../sketch';
import { decimal, smooth } from '../svg-path';
import { css, shade } from '../colour';

/** Bridge, tip, wings and nostrils; a wrinkled nose is shorter, broader and creased. */
export function drawNose(sketch: Sketch): string {
  const { parameters, project, unit, skin, foldCss } = sketch;
  const { noseLength, noseWidth } = parameters.identity;
  const wrinkle = unit('noseWrinkle');
  const base = 20 * noseLength - 3.5 * wrinkle - 1 * unit('upperLipRaise');
  const width = noseWidth * (1 + 0.16 * wrinkle + 0.08 * unit('lipCornerPull'));
  const at = (x: number, y: number, lift = 0) => project(x, y, { lift });
  // The bridge's shadow falls on the side away from the light.
  const shadow = parameters.light.direction < 90 ? 1 : -1;
  const bridge = smooth([
    at(shadow * 7, -18, 2),
    at(shadow * 4.5, -6, 6),
    at(shadow * 6, base - 10, 10),
    at(shadow * 11 * width, base - 2, 4),
  ]);
  const [tipX, tipY] = at(0, base - 5, 14);
  const tip = `<ellipse cx="${decimal(tipX)}" cy="${decimal(tipY)}" rx="${decimal(8 * width)}" ry="6.5" fill="${css(shade(skin, 1.1))}" fill-opacity=".55"/>`;
  const halves = SIDES.map((side) => {
    const [x, y] = at(side * 5 * width, base + 1, 9);
    const wing = smooth([
      at(side * 9 * width, base - 9, 5),
      at(side * 13 * width, base - 3, 3),
      at(side * 10.5 * width, base + 2.5, 4),
      at(side * 7 * width, base + 1, 7),
    ]);
    // Bunny lines beside the bridge.
    const creases = [0, 1, 2]
      .map((i) =>
        smooth([
          at(side * (3 + i), -15 + 6 * i, 7),
          at(side * (9 + 1.5 * i), -13 + 6.5 * i, 3),
          at(side * (13 + 2 * i), -8 + 7 * i, 1),
        ]),
      )
      .map(
        (d) =>
          `<path d="${d}" fill="none" stroke="${foldCss}" stroke-opacity="${decimal(0.55 * wrinkle)}" stroke-width="1.7" stroke-linecap="round"/>`,
      )
      .join('');
    return (
      `<ellipse cx="${decimal(x)}" cy="${decimal(y)}" rx="${decimal(3.1 * width)}" ry="${decimal(1.9 + 0.4 * wrinkle)}" fill="${foldCss}" fill-opacity=".85"/>` +
      `<path d="${wing}" fill="none" stroke="${foldCss}" stroke-opacity="${decimal(0.5 + 0.3 * wrinkle)}" stroke-width="1.8" stroke-linecap="round"/>` +
      (wrinkle > 0.12 ? creases : '')
    );
  }).join('');
  const under = smooth([at(-8 * width, base + 2, 8), at(0, base + 5, 11), at(8 * width, base + 2, 8)]);
  return (
    `<path d="${bridge}" fill="none" stroke="${foldCss}" stroke-opacity=".22" stroke-width="4" stroke-linecap="round"/>` +
    tip +
    `<path d="${under}" fill="none" stroke="${foldCss}" stroke-opacity=".5" stroke-width="1.8" stroke-linecap="round"/>` +
    halves
  );
}
