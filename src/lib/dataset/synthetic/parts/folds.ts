import { SIDES, type Sketch } from '../sketch';
import { decimal, smooth } from '../svg-path';

type Position = readonly [x: number, y: number];

/**
 * Wrinkles and folds due to movements and age: on the forehead and chin, between the brows, and
 * beside eyes, nose and mouth.
 */
export function drawFolds(sketch: Sketch): string {
  const { parameters, project, unit, foldCss } = sketch;
  const { age } = parameters.identity;
  const old = Math.max(0, age - 0.45) * 1.8;
  const fold = (
    points: readonly Position[],
    { opacity, width = 1.6 }: { opacity: number; width?: number },
  ) =>
    opacity < 0.05
      ? ''
      : `<path d="${smooth(points.map(([x, y]) => project(x, y)))}" fill="none" stroke="${foldCss}" stroke-opacity="${decimal(Math.min(0.9, opacity))}" stroke-width="${decimal(width)}" stroke-linecap="round"/>`;

  const [inner, outer, frown] = [unit('innerBrowRaise'), unit('outerBrowRaise'), unit('browLower')];
  const pull = unit('lipCornerPull');
  // Raised inner brows alone crease only the middle of the forehead.
  const reach = 14 + 18 * outer + 6 * old;
  const forehead = [-46, -53, -60].map((y, i) =>
    fold(
      [
        [-reach, y + 1 - 2 * inner],
        [0, y - 2 * inner + 2 * (1 - outer)],
        [reach, y + 1 - 2 * inner],
      ],
      {
        opacity: (0.5 - 0.08 * i) * Math.max(inner, outer) + 0.25 * old,
      },
    ),
  );
  const glabella = SIDES.map((side) =>
    fold(
      [
        [side * 4, -36 - 3 * inner],
        [side * 3.4, -28],
        [side * 4.4, -21],
      ],
      { opacity: 0.75 * frown - 0.05 + 0.1 * old, width: 1.9 },
    ),
  );
  const sides = SIDES.map((side) => {
    const cheek = sketch.unit('cheekRaise', side);
    const crowsFeet = [-5, 0, 5].map((dy) =>
      fold(
        [
          [side * 43, -12 + dy * 0.5],
          [side * 50, -13 + dy * 1.3],
        ],
        { opacity: 0.4 * cheek + 0.3 * old, width: 1.3 },
      ),
    );
    const smile = Math.max(0.75 * pull, unit('upperLipRaise'), 0.85 * unit('noseWrinkle'));
    const bow = 5 * pull;
    const nasolabial = fold(
      [
        [side * 14, 13 - 3 * unit('noseWrinkle')],
        [side * (22 + bow), 24 - 2 * unit('upperLipRaise')],
        [side * (27 + bow), 36 - 3 * pull],
        [side * (27 + bow), 43 - 5 * pull],
      ],
      { opacity: 0.02 + 0.45 * smile + 0.28 * old, width: 1.9 },
    );
    const marionette = fold(
      [
        [side * 25, 49],
        [side * 28, 56],
        [side * 28, 61],
      ],
      {
        opacity: 0.5 * unit('lipCornerDepress') - 0.05 + 0.18 * old,
        width: 1.8,
      },
    );
    const cheekLine = fold(
      [
        [side * 15, 2],
        [side * 26, 7],
        [side * 38, 3],
      ],
      { opacity: 0.25 * cheek - 0.05, width: 2.2 },
    );
    return [...crowsFeet, nasolabial, marionette, cheekLine].join('');
  });
  const chin = fold(
    [
      [-9, 62],
      [0, 59 + 7 * unit('jawDrop')],
      [9, 62],
    ],
    { opacity: 0.5 * unit('chinRaise') - 0.05, width: 2 },
  );
  return [...forehead, ...glabella, ...sides, chin].join('');
}
