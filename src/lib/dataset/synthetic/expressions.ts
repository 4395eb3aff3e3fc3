import type { Emotion } from '../../emotions';
import type { Random } from '../../random';
import { ACTION_UNITS, type ActionUnits } from './action-units';

/** One way to show an emotion at full intensity; movements that are not listed stay at rest. */
export type Expression = Partial<ActionUnits>;

/**
 * The expressions of each emotion. The movements are those of the EMFACS prototypes (Friesen and
 * Ekman 1983): anger 4+5+7+23, disgust 9+15+16 (or 10), fear 1+2+4+5+7+20+26, happiness 6+12,
 * sadness 1+4+15, surprise 1+2+5+26; their intensities were chosen by eye.
 */
export const EXPRESSIONS: Readonly<Record<Emotion, readonly Expression[]>> = {
  Anger: [
    {
      browLower: 1,
      upperLidRaise: 0.35,
      lidTighten: 0.7,
      lipTighten: 0.95,
      chinRaise: 0.35,
      lipCornerDepress: 0.15,
    },
    { browLower: 0.95, lidTighten: 0.8, lipTighten: 0.8, noseWrinkle: 0.2, lipCornerDepress: 0.3 },
    // Shouting: a squared mouth with both rows of teeth.
    {
      browLower: 1,
      upperLidRaise: 0.3,
      lidTighten: 0.5,
      lipsPart: 1,
      jawDrop: 0.55,
      lowerLipDepress: 0.9,
      upperLipRaise: 0.4,
    },
  ],
  Disgust: [
    {
      noseWrinkle: 1,
      upperLipRaise: 0.9,
      lidTighten: 0.6,
      cheekRaise: 0.4,
      browLower: 0.35,
      lipCornerDepress: 0.4,
      chinRaise: 0.3,
    },
    {
      noseWrinkle: 0.9,
      upperLipRaise: 1,
      lowerLipDepress: 0.5,
      lipsPart: 0.9,
      lidTighten: 0.7,
      browLower: 0.3,
      cheekRaise: 0.5,
    },
    {
      noseWrinkle: 0.9,
      upperLipRaise: 0.7,
      lipsPart: 0.7,
      jawDrop: 0.3,
      lipCornerDepress: 0.6,
      lidTighten: 0.7,
      eyesClose: 0.25,
    },
  ],
  Fear: [
    {
      innerBrowRaise: 1,
      outerBrowRaise: 0.35,
      browLower: 0.4,
      upperLidRaise: 1,
      lipStretch: 0.9,
      lipsPart: 0.9,
      jawDrop: 0.2,
      lowerLipDepress: 0.5,
    },
    {
      innerBrowRaise: 1,
      outerBrowRaise: 0.3,
      browLower: 0.45,
      upperLidRaise: 0.9,
      lipStretch: 1,
      lipsPart: 1,
      jawDrop: 0.4,
      lowerLipDepress: 0.4,
    },
    {
      innerBrowRaise: 0.9,
      outerBrowRaise: 0.3,
      browLower: 0.4,
      upperLidRaise: 1,
      lipStretch: 0.9,
      lipsPart: 0.35,
      lipCornerDepress: 0.25,
    },
  ],
  Happiness: [
    { lipCornerPull: 0.9, cheekRaise: 0.7 },
    { lipCornerPull: 1, cheekRaise: 0.8, lipsPart: 1 },
    { lipCornerPull: 1, cheekRaise: 1, lipsPart: 1, jawDrop: 0.35, lidTighten: 0.2, upperLipRaise: 0.15 },
  ],
  Sadness: [
    { innerBrowRaise: 0.85, browLower: 0.35, lipCornerDepress: 0.9, chinRaise: 0.5, eyesClose: 0.25 },
    { innerBrowRaise: 0.75, browLower: 0.3, lipCornerDepress: 1, chinRaise: 0.3, eyesClose: 0.4 },
    {
      innerBrowRaise: 0.9,
      browLower: 0.45,
      lipCornerDepress: 0.9,
      chinRaise: 0.8,
      lidTighten: 0.4,
      cheekRaise: 0.2,
      eyesClose: 0.3,
    },
  ],
  Surprise: [
    { innerBrowRaise: 0.9, outerBrowRaise: 0.95, upperLidRaise: 0.7, lipsPart: 0.8, jawDrop: 0.8 },
    { innerBrowRaise: 1, outerBrowRaise: 1, upperLidRaise: 0.8, lipsPart: 1, jawDrop: 1 },
    { innerBrowRaise: 0.8, outerBrowRaise: 0.9, upperLidRaise: 0.6, lipsPart: 0.7, jawDrop: 0.5 },
  ],
  Neutral: [{}],
};

/** Standard deviation of a movement, relative to its value in the expression. */
const VARIATION = 0.15;

/**
 * How far movements deviate from rest independently of the emotion, since a face is never quite
 * still.
 */
const STRAY = 0.05;

/**
 * Samples the movements of a face that shows an emotion: one of the emotion's expressions at the
 * given intensity, each movement varied independently, and a little of every other one.
 *
 * @param emotion the emotion to show
 * @param options `intensity` 0 to 1, and the stream of random numbers
 * @example const units = moveFace('Surprise', { intensity: 0.8, random: createRandom(1) });
 */
export function moveFace(
  emotion: Emotion,
  { intensity, random }: { intensity: number; random: Random },
): ActionUnits {
  const expressions = EXPRESSIONS[emotion];
  const expression = expressions[random.integer(expressions.length)];
  const units = {} as ActionUnits;
  for (const unit of ACTION_UNITS) {
    const intended = (expression[unit] ?? 0) * intensity * (1 + VARIATION * random.normal());
    const stray = Math.abs(random.normal()) * STRAY;
    units[unit] = Math.min(1, Math.max(0, intended + stray));
  }
  return units;
}
