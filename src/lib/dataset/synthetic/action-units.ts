/**
 * The movements of a drawn face, each from 0 (at rest) to 1 (maximal), named for what they do.
 * Source: the Facial Action Coding System (Ekman and Friesen 1978), whose numbers are given in
 * comments.
 */
export const ACTION_UNITS = [
  'innerBrowRaise', // AU1
  'outerBrowRaise', // AU2
  'browLower', // AU4
  'upperLidRaise', // AU5
  'cheekRaise', // AU6
  'lidTighten', // AU7
  'noseWrinkle', // AU9
  'upperLipRaise', // AU10
  'lipCornerPull', // AU12
  'lipCornerDepress', // AU15
  'lowerLipDepress', // AU16
  'chinRaise', // AU17
  'lipStretch', // AU20
  'lipTighten', // AU23 and AU24
  'lipsPart', // AU25
  'jawDrop', // AU26 and AU27
  'eyesClose', // AU43
] as const;

/** The name of one movement. */
export type ActionUnit = (typeof ACTION_UNITS)[number];

/** The intensity of each movement, 0 to 1. */
export type ActionUnits = Record<ActionUnit, number>;
