import type { FaceCounts } from './plan-faces';

/**
 * The default counts of `drawFaces()`, per split and class in label order: 2,460 in train and 350
 * in each test. The set is an eleventh of FER-2013's size, with a milder form of its imbalance
 * (happiness most, disgust least).
 */
export const DRAWN_COUNTS: FaceCounts = {
  train: [350, 210, 350, 480, 370, 310, 390],
  publicTest: [50, 30, 50, 68, 52, 45, 55],
  privateTest: [50, 30, 50, 68, 52, 45, 55],
};
