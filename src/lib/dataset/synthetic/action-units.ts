/**
 * The movements of a face that the drawing knows, each from 0 (at rest) to 1 (as far as it goes), named for what they do.
 * Source of the units: the Facial Action Coding System (Ekman and Friesen 1978); its numbers stand beside them.
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

/** How far each movement goes, 0 to 1. */
export type ActionUnits = Record<ActionUnit, number>;
