import { LABEL_SOURCES, SPLITS, type DatasetSource } from '../dataset/dataset';
import { EMOTIONS } from '../emotions';
import {
  flag,
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  share,
  text,
  tuple,
  type Schema,
} from '../json/index';
import type { ClassificationMetrics } from './classification-report';
import type { SplitScore } from './score-splits';
import type { MajorityScore, VoteScores } from './score-votes';

const COUNT = integer({ from: 0 });
const CLASSES = { from: EMOTIONS.length, to: EMOTIONS.length };

/** The kinds of images a file may refer to. */
export const SOURCE_KIND: Schema<DatasetSource['kind']> = oneOf(['FER-2013', 'drawn faces', 'own images']);

/** The schema of a score in files. */
export const SPLIT_SCORE: Schema<SplitScore> = object({
  split: text(),
  splits: list(oneOf(SPLITS), { from: 1 }),
  withoutDuplicates: flag,
  n: integer({ from: 1 }),
  correct: COUNT,
  accuracy: share,
  interval: object({ low: share, high: share }),
  chosenOn: text(),
  optimistic: flag,
  note: text(),
  source: SOURCE_KIND,
  labels: optional(oneOf(LABEL_SOURCES)),
});

/** The schema of a confusion matrix in files: `[7][7]` counts. */
export const CONFUSION: Schema<number[][]> = list(list(COUNT, CLASSES), CLASSES);

const REPORT_SCORES = { precision: share, recall: share, f1: share, support: COUNT };

/** The schema of precision, recall and F1 in files. */
export const CLASS_REPORT: Schema<ClassificationMetrics> = object({
  classes: tuple(EMOTIONS.map((emotion) => object({ emotion: oneOf([emotion]), ...REPORT_SCORES }))),
  accuracy: share,
  macro: object(REPORT_SCORES),
  weighted: object(REPORT_SCORES),
});

/** The fields of a score on the majority of the votes in files. */
export const MAJORITY_SCORE = {
  n: integer({ from: 1 }),
  correct: COUNT,
  accuracy: share,
  interval: object({ low: share, high: share }),
};

const MAJORITY: Schema<MajorityScore> = object(MAJORITY_SCORE);

/** The schema of the scores against votes in files. */
export const VOTE_SCORES: Schema<VoteScores> = object({
  seven: MAJORITY,
  eight: MAJORITY,
  paper: MAJORITY,
  agreement: share,
  voterAgreement: share,
  majorityAgreement: share,
  crossEntropy: number({ from: 0 }),
  voteEntropy: number({ from: 0 }),
  brier: number({ from: 0, to: 2 }),
});
