import { CLASS_COUNT } from '../classes';
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
  refine,
  share,
  text,
  type Place,
  type Schema,
  type Violation,
} from '../json/index';
import type { ClassificationMetrics } from './classification-report';
import type { SplitScore } from './score-splits';
import type { MajorityScore, VoteScores } from './score-votes';

const COUNT = integer({ from: 0 });

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

/** The schema of a confusion matrix in files: `[classes][classes]` counts. */
export const CONFUSION: Schema<number[][]> = refine(
  list(list(COUNT, CLASS_COUNT), CLASS_COUNT),
  (rows, place) => {
    const row = rows.findIndex(({ length }) => length !== rows.length);
    return row < 0
      ? undefined
      : {
          place: [...place, row],
          expectation: `a list of ${rows.length}`,
          found: rows[row],
        };
  },
);

const REPORT_SCORES = { precision: share, recall: share, f1: share, support: COUNT };

/** The schema of precision, recall and F1 in files. */
export const CLASS_REPORT: Schema<ClassificationMetrics> = object({
  classes: refine(list(object({ emotion: text(), ...REPORT_SCORES }), CLASS_COUNT), (rows, place) => {
    const names = rows.map(({ emotion }) => emotion);
    return new Set(names).size === names.length
      ? undefined
      : { place, expectation: 'a list of different classes', found: names.join(', ') };
  }),
  accuracy: share,
  macro: object(REPORT_SCORES),
  weighted: object(REPORT_SCORES),
});

/**
 * Checks that a report has a row for each row of the confusion matrix, and the seven emotions unless
 * the images are someone's own.
 *
 * @param scores
 * @param options
 * @param options.data the kind of images
 * @param options.place where the scores are in the file
 * @returns what is wrong, for `refine`
 * @example refine(FIELDS, (scores, place) => checkReport(scores, { data: scores.data, place }));
 */
export function checkReport(
  { confusion, report }: { confusion: readonly unknown[]; report: ClassificationMetrics },
  { data, place }: { data: DatasetSource['kind']; place: Place },
): Violation | undefined {
  const names = report.classes.map(({ emotion }) => emotion);
  const at = [...place, 'report', 'classes'];
  if (data !== 'own images') {
    if (names.length !== EMOTIONS.length)
      return { place: at, expectation: `a list of ${EMOTIONS.length}`, found: report.classes };
    const wrong = names.findIndex((name, label) => name !== EMOTIONS[label]);
    if (wrong >= 0)
      return { place: [...at, wrong, 'emotion'], expectation: `"${EMOTIONS[wrong]}"`, found: names[wrong] };
  }
  return names.length === confusion.length
    ? undefined
    : {
        place: at,
        expectation: `a list of ${confusion.length}, as in confusion`,
        found: report.classes,
      };
}

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
