import { SIDES, type Sketch } from '../sketch';
import { decimal, smooth } from '../svg-path';

/** Frames, bridge and a faint reflection. */
export function drawGlasses({ parameters, project }: Sketch): string {
  const { glasses, eyeDistance, faceWidth } = parameters.identity;
  if (glasses === 'none') return '';
  const radius = 17.5;
  const lift = 10;
  // A square lens is a superellipse, so that its corners stay soft.
  const power = glasses === 'round' ? 1 : 0.55;
  const bend = (value: number) => Math.sign(value) * Math.abs(value) ** power;
  const lenses = SIDES.map((side) => {
    const centre = side * 26 * eyeDistance;
    const ring = Array.from({ length: 12 }, (_, i) => {
      const angle = (i * Math.PI) / 6;
      return project(centre + radius * bend(Math.cos(angle)), -10 + radius * 0.88 * bend(Math.sin(angle)), {
        lift,
      });
    });
    const temple = smooth([
      project(centre + side * radius, -13, { lift }),
      project(side * 57 * faceWidth, -14, { z: 0 }),
    ]);
    return (
      `<path d="${smooth(ring, { closed: true })}" fill="#fff" fill-opacity=".1"/>` + `<path d="${temple}"/>`
    );
  }).join('');
  const bridge = smooth([
    project(-26 * eyeDistance + radius, -12, { lift }),
    project(0, -15, { lift }),
    project(26 * eyeDistance - radius, -12, { lift }),
  ]);
  return `<g fill="none" stroke="rgb(30,28,30)" stroke-width="${decimal(glasses === 'round' ? 2.2 : 2.9)}">${lenses}<path d="${bridge}"/></g>`;
}
