import type { Random } from '../../random';
import { blend, type Colour } from './colour';

/** The hair styles that can be drawn. */
export const HAIR_STYLES = [
  'short',
  'sideParting',
  'fringe',
  'buzz',
  'receding',
  'bald',
  'curly',
  'afro',
  'long',
  'bob',
  'bun',
  'headscarf',
] as const;

/** The name of a hair style. */
export type HairStyle = (typeof HAIR_STYLES)[number];

/** The beards that can be drawn. */
export type Beard = 'none' | 'stubble' | 'moustache' | 'goatee' | 'full';

/** The glasses that can be drawn. */
export type Glasses = 'none' | 'round' | 'square';

/** The traits of a person, which do not depend on the emotion. Lengths are factors around 1. */
export interface Identity {
  /** 0 (a child) to 1 (about eighty years). */
  age: number;
  skin: Colour;
  hair: Colour;
  hairStyle: HairStyle;
  /** How much higher than usual the hairline is, in canvas units. */
  hairline: number;
  beard: Beard;
  glasses: Glasses;
  /** 0 (bare) to 1 (dark lashes, red lips). */
  makeup: number;
  iris: Colour;
  clothes: Colour;
  faceWidth: number;
  jawWidth: number;
  eyeSize: number;
  /** Distance of each eye's centre from the middle of the face. */
  eyeDistance: number;
  browThickness: number;
  /**
   * Resting height (up is positive) and slope (positive: the inner end is lower) of the brows,
   * canvas units.
   */
  browHeight: number;
  browSlope: number;
  noseLength: number;
  noseWidth: number;
  mouthWidth: number;
  lipFullness: number;
  /** Resting height of the mouth's corners, canvas units, up is positive. */
  mouthCurve: number;
}

const SKINS: readonly Colour[] = [
  [247, 217, 196],
  [240, 200, 172],
  [226, 180, 146],
  [206, 158, 122],
  [178, 128, 94],
  [146, 100, 72],
  [118, 78, 56],
];
const HAIRS: readonly Colour[] = [
  [28, 24, 24],
  [52, 36, 28],
  [84, 56, 36],
  [122, 74, 40],
  [176, 128, 72],
  [218, 182, 118],
  [150, 66, 34],
];
const GRAY: Colour = [196, 194, 192];
const IRISES: readonly Colour[] = [
  [64, 40, 24],
  [92, 58, 30],
  [84, 108, 70],
  [82, 116, 148],
];
const CLOTHES: readonly Colour[] = [
  [52, 74, 110],
  [150, 60, 60],
  [70, 110, 88],
  [212, 204, 190],
  [60, 58, 66],
  [206, 164, 70],
  [122, 92, 140],
];

/** A normally distributed number, clipped to two standard deviations from the mean. */
const around = (random: Random, mean: number, deviation: number) =>
  mean + deviation * Math.max(-2, Math.min(2, random.normal()));

const pick = <T>(random: Random, choices: readonly T[]): T => choices[random.integer(choices.length)];

/**
 * Samples a person. A few traits are correlated (hair grays with age, children have larger eyes and
 * no beard, dark skin comes with dark hair); none depends on the emotion.
 *
 * @example const person = createIdentity(createRandom(7));
 */
export function createIdentity(random: Random): Identity {
  const age = random.next();
  const isChild = age < 0.18;
  const skinIndex = random.integer(SKINS.length);
  const skin = blend(SKINS[skinIndex], { with: pick(random, SKINS), share: random.next() * 0.2 });
  const hairChoices = skinIndex > 3 ? HAIRS.slice(0, 2) : HAIRS;
  const grayness = Math.max(0, Math.min(1, (age - 0.68) * 3.5 + random.normal() * 0.3));
  const hair = blend(pick(random, hairChoices), { with: GRAY, share: age > 0.6 ? grayness : 0 });
  // Half of the people have hair styles and beards more common among men, half those more common
  // among women.
  const isBearded = random.next() < 0.5;
  const shorter: HairStyle[] = [
    'short',
    'sideParting',
    'fringe',
    'buzz',
    'curly',
    'afro',
    ...(age > 0.4 ? (['receding', 'bald'] as const) : []),
  ];
  const longer: HairStyle[] = ['long', 'long', 'bob', 'bun', 'fringe', 'curly', 'headscarf', 'afro'];
  const hairStyle = pick(random, isBearded ? shorter : longer);
  const beards: Beard[] = ['none', 'none', 'none', 'stubble', 'moustache', 'goatee', 'full'];
  const beard = pick(random, beards);
  const glasses = random.next();
  const makeup = random.next();
  return {
    age,
    skin,
    hair,
    hairStyle,
    hairline: around(random, 1, 2.5),
    beard: isBearded && age > 0.3 ? beard : 'none',
    glasses: glasses < 0.1 ? 'round' : glasses < 0.2 ? 'square' : 'none',
    makeup: !isBearded && !isChild ? makeup : 0,
    iris: pick(random, skinIndex > 3 ? IRISES.slice(0, 2) : IRISES),
    clothes: pick(random, CLOTHES),
    faceWidth: around(random, isChild ? 1.03 : 0.98, 0.04),
    jawWidth: around(random, isChild ? 1.04 : isBearded ? 1.02 : 0.94, 0.05),
    eyeSize: around(random, isChild ? 1.18 : 1.02, 0.06),
    eyeDistance: around(random, 1, 0.035),
    browThickness: around(random, isChild ? 0.75 : isBearded ? 1.1 : 0.85, 0.15),
    browHeight: around(random, 0, 1.2),
    browSlope: around(random, 0, 0.8),
    noseLength: around(random, isChild ? 0.85 : 1, 0.06),
    noseWidth: around(random, isChild ? 0.9 : 1, 0.1),
    mouthWidth: around(random, isChild ? 0.92 : 1, 0.07),
    lipFullness: around(random, isBearded ? 0.9 : 1.05, 0.15),
    mouthCurve: around(random, 0, 0.9),
  };
}
