/** A colour scale from 0 to 1 in Plotly's form: `[[0, '#FFFFFF'], [1, '#0072B2']]`. */
export type ColorScale = readonly (readonly [number, string])[];

/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

/**
 * Returns a function from 0 to 1 to the scale's colour, interpolated linearly between the stops;
 * values outside the range get the colour of the nearest end.
 *
 * @param scale stops in ascending order, from 0 to 1, with colours of six hexadecimal digits
 * @example colorsOf([[0, '#000000'], [1, '#FFFFFF']])(0.5); // [127.5, 127.5, 127.5]
 */
export function colorsOf(scale: ColorScale): (share: number) => Rgb {
  const stops = scale.map(([at, color]) => ({ at, rgb: rgbOf(color) }));
  return (share) => {
    const after = stops.findIndex(({ at }) => at >= share);
    if (after === 0) return stops[0].rgb;
    if (after < 0) return stops[stops.length - 1].rgb;
    const [low, high] = [stops[after - 1], stops[after]];
    return mix(low.rgb, high.rgb, (share - low.at) / (high.at - low.at));
  };
}

/** Interpolates between two colours: `share` 0 gives the first, 1 the second. */
export function mix(first: Rgb, second: Rgb, share: number): Rgb {
  const channel = (c: 0 | 1 | 2) => first[c] + share * (second[c] - first[c]);
  return [channel(0), channel(1), channel(2)];
}

/** A colour in Plotly's notation. */
export const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;

/** A colour in Plotly's notation as its channels, 0 to 255. */
export function rgbOf(color: string): Rgb {
  const bits = parseInt(color.slice(1), 16);
  return [bits >> 16, (bits >> 8) & 255, bits & 255];
}
