import { EMOTIONS } from '../emotions';
import type { Split } from '../dataset/dataset';

/**
 * Colours that people with any kind of colour blindness can distinguish. Yellow is omitted, since
 * it is illegible on white.
 * Source: M. Okabe and K. Ito, "Color Universal Design" (2008).
 */
export const PALETTE = {
  orange: '#E69F00',
  skyBlue: '#56B4E9',
  green: '#009E73',
  blue: '#0072B2',
  vermilion: '#D55E00',
  purple: '#CC79A7',
  gray: '#999999',
} as const;

/** One colour per emotion, in the order of `EMOTIONS`. */
export const EMOTION_COLORS: readonly string[] = EMOTIONS.map(
  (emotion) =>
    ({
      Anger: PALETTE.vermilion,
      Disgust: PALETTE.green,
      Fear: PALETTE.purple,
      Happiness: PALETTE.orange,
      Sadness: PALETTE.blue,
      Surprise: PALETTE.skyBlue,
      Neutral: PALETTE.gray,
    })[emotion],
);

/** One colour per split. */
export const SPLIT_COLORS: Readonly<Record<Split, string>> = {
  train: PALETTE.blue,
  publicTest: PALETTE.orange,
  privateTest: PALETTE.green,
};

/**
 * Text and lines: as legible on JupyterLab's white (contrast 4.5) as on its dark background (4.2).
 */
export const INK = '#777777';

/** Grid lines: visible on white and on black, behind everything. */
export const GRID = 'rgba(128, 128, 128, 0.25)';

/**
 * A sequential scale for heat maps: one hue, opaque, so that a cell looks the same on white and on
 * black.
 */
export const SEQUENTIAL: [number, string][] = [
  [0, '#F3F7FA'],
  [0.25, '#A9CBE2'],
  [0.5, '#5A9FCB'],
  [0.75, PALETTE.blue],
  [1, '#00466E'],
];

/**
 * A diverging scale from negative to positive: blue, white and orange, distinguishable with any
 * kind of colour blindness.
 */
export const DIVERGING: [number, string][] = [
  [0, '#00466E'],
  [0.25, '#5A9FCB'],
  [0.5, '#F7F7F7'],
  [0.75, PALETTE.orange],
  [1, '#7A4A00'],
];

/** The colour with which a heat map overlays a gray image: transparent at 0, most opaque at 1. */
export const HEAT = PALETTE.orange;
