import { EMOTIONS } from '../../emotions';

/**
 * What FER+'s annotators could answer: the seven emotions in label order, then three answers that
 * FER-2013 does not have. Barsoum et al., "Training Deep Networks for Facial Expression Recognition
 * with Crowd-Sourced Label Distribution" (2016), https://arxiv.org/abs/1608.01041.
 */
export const ANSWERS = [...EMOTIONS, 'Contempt', 'Unknown', 'Not a face'] as const;

/** The name of one of the {@link ANSWERS}. */
export type Answer = (typeof ANSWERS)[number];

/** The names of FER+'s columns, in the order of {@link ANSWERS}. */
export const ANSWER_COLUMNS = [
  'anger',
  'disgust',
  'fear',
  'happiness',
  'sadness',
  'surprise',
  'neutral',
  'contempt',
  'unknown',
  'NF',
] as const;
