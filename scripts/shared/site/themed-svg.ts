import { rgbOf } from '../../../src/lib/plots/color-scale';
import { INK, PALETTE } from '../../../src/lib/plots/palette';

/** Text of at least this height in pixels is legible on a phone. */
const LEGIBLE = 9.5;

/** Text on the page's own ground. */
const TEXT = { light: '#454a52', dark: '#dddddd' };

/**
 * The colours that are faint on black as dots and lines, and what they are there. Both blues become
 * brighter, so that they stay as far apart.
 */
const BRIGHTER = [
  [PALETTE.blue, '#4d9bff'],
  [PALETTE.skyBlue, '#97d6ff'],
] as const;

/**
 * Adapts a figure's SVG to the page's colours. A figure's text is mid-gray, legible on any ground;
 * on a page whose ground is known it can be darker, or brighter. As an image, an SVG has the colour
 * scheme of the element that shows it, so the page's button changes it, too.
 *
 * @example themedSvg(await renderSvg(lossCurves(history)));
 */
export function themedSvg(svg: string): string {
  const brighter = BRIGHTER.map(
    ([from, to]) => `:is(.scatterlayer, .legend) [style*="stroke: ${rgb(from)}"] { stroke: ${to} !important }
:is(.scatterlayer .point, .scatterpts)[style*="fill: ${rgb(from)}"] { fill: ${to} !important }`,
  );
  const style = `${textStyle(TEXT.light)}
@media (prefers-color-scheme: dark) {
${textStyle(TEXT.dark)}
:is(.scatterlayer .point, .scatterpts) { opacity: 0.9 !important }
${brighter.join('\n')}
}`;
  return svg.replace(/<\/svg>\s*$/, `<style>${style}</style></svg>`);
}

/**
 * The size of a figure, and the width below which its smallest text is no longer legible.
 *
 * @returns in pixels; undefined for an SVG without a size or without text
 * @example sizeOf('<svg width="760" height="440">…font-size: 13px…</svg>') // { width: 760, legible: 556 }
 */
export function sizeOf(svg: string): { width: number; legible: number } | undefined {
  const width = Number(/^[^>]*? width="([\d.]+)(?:px)?"/.exec(svg)?.[1]);
  const sizes = Array.from(svg.matchAll(/font-size: ?([\d.]+)px/g), ([, size]) => Number(size));
  if (!(width > 0) || sizes.length === 0) return undefined;
  return { width, legible: Math.min(width, Math.ceil((width * LEGIBLE) / Math.min(...sizes))) };
}

const textStyle = (color: string) =>
  ['fill', 'stroke']
    .map((property) => `[style*="${property}: ${rgb(INK)}"] { ${property}: ${color} !important }`)
    .join('\n');

/** A colour as Plotly writes it: `rgb(119, 119, 119)`. */
const rgb = (hex: string) => `rgb(${rgbOf(hex).join(', ')})`;
