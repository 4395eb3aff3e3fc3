import { classesIn } from '../classes';
import type { EmotionalFace } from './emotion-detector';
import type { Box } from './face';
import type { QualityFlag } from './quality';
import type { EmotionProbabilities } from './smooth-emotions';

/**
 * What a row says of its face: an emotion, or another class of the model; `unsure` where none is as probable as was asked for; `no
 * face` where there is none.
 */
export type EmotionWord = string;

/** A face in a photograph or in a frame of a video; or that there is none. */
export interface FaceRow {
  /** The file, as it was named. */
  readonly file: string;
  /** The number of the frame among those that were looked at, from 0; none of a photograph. */
  readonly frame?: number;
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

/** A photograph or a frame in which faces were looked for. */
export interface FrameOfFaces {
  /** The name of the photograph or video. */
  file: string;
  /** The number of the frame; left out for a photograph. */
  frame?: number;
  /** The frame's time in seconds; left out for a photograph. */
  time?: number;
  /**
   * The faces; `id` says which person's it is from frame to frame, by default its place from 1;
   * `smoothed` has its probabilities smoothed over time.
   */
  faces: readonly (EmotionalFace & { readonly id?: number; readonly smoothed?: EmotionProbabilities })[];
}

/**
 * The rows of a frame: one for each face, or one that says that there is none.
 *
 * @param frame
 * @param options
 * @param options.minConfidence the smallest probability of an emotion that is named, 0 to 1
 * @example const rows = rowsOfFrame({ file: 'party.jpg', faces: await emotions.detect('party.jpg') });
 */
export function rowsOfFrame(
  frame: FrameOfFaces,
  { minConfidence = 0 }: { minConfidence?: number } = {},
): FaceRow[] {
  const { faces, ...place } = frame;
  if (faces.length === 0) return [{ ...place, emotion: 'no face' }];
  return faces.map(({ id, box, score, probabilities, confidence, quality, smoothed }, index) => ({
    ...place,
    emotion: wordOf(probabilities, minConfidence),
    face: {
      ...{ id: id ?? index + 1, box, detection: score, probabilities, confidence },
      ...(smoothed && { smoothed: wordOf(smoothed, minConfidence) }),
      quality: quality.flags,
    },
  }));
}

/** The most probable emotion, if it is probable enough. */
function wordOf(probabilities: EmotionProbabilities, minConfidence: number): EmotionWord {
  const best = classesIn(probabilities).reduce((a, b) => (probabilities[b] > probabilities[a] ? b : a));
  return probabilities[best] >= minConfidence ? best : 'unsure';
}
