import { css } from '../colour';
import type { Sketch } from '../sketch';
import { smooth } from '../svg-path';

/** Moustache and beard, drawn below the mouth so that the lips stay visible. */
export function drawBeard({ parameters, project, unit }: Sketch): string {
  const { beard, hair, faceWidth, jawWidth } = parameters.identity;
  if (beard === 'none') return '';
  const drop = 12 * unit('jawDrop');
  const pull = unit('lipCornerPull');
  const jaw = faceWidth * jawWidth;
  const fill = css(hair);
  const shape = (half: readonly (readonly [number, number, number])[], opacity: number) => {
    const right = half.map(([x, y, z]) => project(x, y, { z }));
    const left = half
      .filter(([x]) => x !== 0)
      .map(([x, y, z]) => project(-x, y, { z }))
      .reverse();
    return `<path d="${smooth([...right, ...left], { closed: true })}" fill="${fill}" fill-opacity="${opacity}"/>`;
  };
  const moustache = () =>
    shape(
      [
        [0, 28, 54],
        [12, 28, 50],
        [24 + 5 * pull, 37 - 5 * pull, 40],
        [22 + 5 * pull, 40 - 5 * pull, 41],
        [10, 35, 50],
        [0, 34, 52],
      ],
      0.88,
    );
  const full = (opacity: number) =>
    shape(
      [
        [0, 30, 50],
        [22, 31, 40],
        [40, 22, 18],
        [53 * faceWidth, -4, 2],
        [54 * faceWidth, 18, 4],
        [44 * jaw, 47 + 0.4 * drop, 12],
        [23 * jaw, 68 + drop, 22],
        [0, 75 + drop, 26],
      ],
      opacity,
    );
  switch (beard) {
    case 'stubble':
      return full(0.2);
    case 'moustache':
      return moustache();
    case 'goatee':
      return (
        shape(
          [
            [0, 55 + 0.8 * drop, 44],
            [11, 56 + 0.8 * drop, 42],
            [15, 64 + drop, 34],
            [0, 75 + drop, 27],
          ],
          0.85,
        ) + moustache()
      );
    case 'full':
      return full(0.85);
  }
}
