import type { Emotion } from '../emotions';
import type { Box, EmotionProbabilities, QualityFlag } from '../faces/index';

/**
 * What a row says of its face: an emotion; `unsure` where none is as probable as was asked for; `no
 * face` where there is none.
 */
export type EmotionWord = Emotion | 'unsure' | 'no face';

/** A face in a photograph or in a frame of a video; or that there is none. */
export interface FaceRow {
  /** The file, as it was named. */
  readonly file: string;
  /** The number of the frame among those that were looked at, from 0. */
  readonly frame: number;
  /** When the frame is shown, in seconds; a photograph has no time. */
  readonly time?: number;
  readonly emotion: EmotionWord;
  /** The face; undefined where there is none. */
  readonly face?: DescribedFace;
}

/** A face and the emotion on it. */
export interface DescribedFace {
  /** In a video the same for the same face, in a photograph by size; from 1. */
  readonly id: number;
  /** In pixels of the picture as shown. */
  readonly box: Box;
  /** How sure the detector is that this is a face, 0 to 1. */
  readonly detection: number;
  readonly probabilities: EmotionProbabilities;
  /** The probability of the most probable emotion, 0 to 1, also where the row says `unsure`. */
  readonly confidence: number;
  /** After smoothing over time; undefined in a photograph, and where it was not asked for. */
  readonly smoothed?: EmotionWord;
  /** What makes the emotion less reliable. */
  readonly quality: readonly QualityFlag[];
}

/** How sure the model has to be to name an emotion, by default: however it is. */
export const MIN_CONFIDENCE = 0;
