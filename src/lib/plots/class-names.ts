import { isEmotions } from '../classes';
import { EMOTIONS } from '../emotions';
import { hexOf, type Rgb } from './color-scale';
import { EMOTION_COLORS, PALETTE } from './palette';
import { plotlyText } from './wrap-text';

/** Characters of a name at an axis or beside a row; longer ones are shortened in the middle. */
const LONGEST = 24;

/** Between the hues of neighbouring classes, in degrees: the golden angle, which repeats none. */
const GOLDEN_ANGLE = 137.508;

/** Shares of light of the colours beyond the palette, in turn: legible on white and on black. */
const LIGHTNESS = [0.4, 0.62, 0.5];

/**
 * What a class is called in titles: an emotion only where it is one.
 *
 * @example nounFor(['cat', 'dog']) // 'class'
 */
export const nounFor = (classes: readonly string[]): 'emotion' | 'class' =>
  isEmotions(classes) ? 'emotion' : 'class';

/**
 * What shows a class is called in titles: a face only where the classes are emotions.
 *
 * @example pictureOf(['cat', 'dog']) // 'image'
 */
export const pictureOf = (classes: readonly string[]): 'face' | 'image' =>
  isEmotions(classes) ? 'face' : 'image';

/**
 * A colour for each class: the emotions have theirs; the first seven of others have the palette's,
 * the next ones hues that differ from their neighbours'.
 *
 * @example const [cat, dog] = classColors(['cat', 'dog']);
 */
export function classColors(classes: readonly string[]): readonly string[] {
  if (isEmotions(classes)) return EMOTION_COLORS;
  const palette = Object.values(PALETTE);
  return classes.map(
    (_, label) =>
      palette[label] ?? hexOf(rgbOfHue((label * GOLDEN_ANGLE) % 360, LIGHTNESS[label % LIGHTNESS.length])),
  );
}

/**
 * The names as they stand at an axis: long ones shortened, all of them different, as Plotly's text.
 *
 * @example axisNames(['cat', 'a < b']) // ['cat', 'a &lt; b']
 */
export function axisNames(classes: readonly string[]): string[] {
  if (isEmotions(classes)) return [...EMOTIONS];
  const short = classes.map(shorten);
  return short.map((name, label) => {
    const isOnly = short.indexOf(name) === short.lastIndexOf(name);
    return plotlyText([isOnly ? name : `${name} (${label})`]);
  });
}

function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= LONGEST) return name;
  const half = Math.floor((LONGEST - 1) / 2);
  return `${characters.slice(0, half + 1).join('')}…${characters.slice(-half).join('')}`;
}

/** A saturated colour. Source: CSS Color Module Level 4, "Converting HSL Colors to sRGB". */
function rgbOfHue(hue: number, lightness: number): Rgb {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    const amplitude = 0.65 * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}
