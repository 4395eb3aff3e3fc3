/** Red, green and blue, each 0 to 255. */
export type Colour = readonly [number, number, number];

/**
 * Multiplies every channel of a colour: below 1 it gets darker, above 1 lighter (up to white).
 *
 * @example shade([200, 150, 120], 0.5); // [100, 75, 60]
 */
export function shade(colour: Colour, factor: number): Colour {
  const scale = (channel: number) => Math.min(255, Math.round(channel * factor));
  return [scale(colour[0]), scale(colour[1]), scale(colour[2])];
}

/**
 * Interpolates between two colours: `share` 0 gives the first, 1 the second.
 *
 * @example blend([0, 0, 0], { with: [200, 100, 0], share: 0.5 }); // [100, 50, 0]
 */
export function blend(colour: Colour, { with: other, share }: { with: Colour; share: number }): Colour {
  const mix = (i: 0 | 1 | 2) => Math.round(colour[i] + (other[i] - colour[i]) * share);
  return [mix(0), mix(1), mix(2)];
}

/**
 * The colour in SVG's notation.
 *
 * @example css([255, 0, 0]); // 'rgb(255,0,0)'
 */
export function css([red, green, blue]: Colour): string {
  return `rgb(${red},${green},${blue})`;
}
