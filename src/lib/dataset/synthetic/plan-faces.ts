import path from 'node:path';
import { EMOTION_FOLDERS } from '../../emotions';
import { createRandom, deriveSeed } from '../../random';
import { SPLITS, type Split } from '../dataset';
import type { Faceless } from './draw-faceless';

/** The folder and the file name prefix of each split, as in FER-2013. */
const LAYOUT: Record<Split, { folder: string; prefix: string }> = {
  train: { folder: 'train', prefix: 'Training' },
  publicTest: { folder: 'test', prefix: 'PublicTest' },
  privateTest: { folder: 'test', prefix: 'PrivateTest' },
};

/** What a file of the set shows: a face with the emotion of this label, or no face. */
type Picture = number | Faceless;

/** One file of the set: its path in the set's folder, its label, and what is drawn in it. */
export interface FaceTask {
  file: string;
  split: Split;
  label: number;
  /** The file's own label, unless a trap was planted in it. */
  picture: Picture;
  /** The seed of its face. */
  seed: number;
}

/** Faces per split and class, in label order, as in `FER2013_COUNTS`. */
export type FaceCounts = Readonly<Record<Split, readonly number[]>>;

/**
 * Plans all files of a set. The classes of a split are shuffled, so that a file's number does not
 * reveal its class.
 *
 * @example planFaces({ seed: 1, counts: DRAWN_COUNTS }).length; // 3160
 */
export function planFaces({ seed, counts }: { seed: number; counts: FaceCounts }): FaceTask[] {
  return SPLITS.flatMap((split, splitIndex) => {
    const labels = counts[split].flatMap((count, label) => Array.from({ length: count }, () => label));
    createRandom(deriveSeed(seed, splitIndex)).shuffle(labels);
    const { folder, prefix } = LAYOUT[split];
    return labels.map((label, i) => ({
      file: path.join(folder, EMOTION_FOLDERS[label], `${prefix}_${String(i + 1).padStart(5, '0')}.jpg`),
      split,
      label,
      picture: label,
      seed: deriveSeed(seed, splitIndex, i),
    }));
  });
}
