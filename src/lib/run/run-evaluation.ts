import { LABEL_SOURCES, type DatasetSource, type LabelSource } from '../dataset/dataset';
import {
  checkReport,
  CLASS_REPORT,
  CONFUSION,
  SOURCE_KIND,
  SPLIT_SCORE,
} from '../evaluation/evaluation-schema';
import type { ClassificationMetrics, SplitScore } from '../evaluation/index';
import { list, object, oneOf, optional, refine, text, type Schema } from '../json/index';

/** The results of notebook 6, which notebook 7 saves with the model. */
export interface RunEvaluation {
  /** The kind of images: a score on drawn faces says nothing about photographs. */
  readonly data: DatasetSource['kind'];
  /** Whose labels they have; absent means the data set's own. */
  readonly labels?: LabelSource;
  /** SHA-256 (hex) of the evaluated data set. */
  readonly fingerprint: string;
  readonly scores: readonly SplitScore[];
  /** The same, averaged over each image and its mirror image. */
  readonly flipScores: readonly SplitScore[];
  /** `[classes][classes]` counts of both tests; rows are true classes, columns predicted ones. */
  readonly confusion: readonly (readonly number[])[];
  readonly report: ClassificationMetrics;
}

const SCORES = refine(list(SPLIT_SCORE, { from: 1 }), (scores, place) => {
  const all = scores.filter(({ withoutDuplicates }) => !withoutDuplicates);
  const [whole, parts] = [
    all.filter(({ splits }) => splits.length > 1),
    all.filter(({ splits }) => splits.length === 1),
  ];
  const count = (rows: readonly SplitScore[], key: 'n' | 'correct') =>
    rows.reduce((sum, row) => sum + row[key], 0);
  if (
    whole.length === 1 &&
    (['n', 'correct'] as const).every((key) => count(whole, key) === count(parts, key))
  )
    return undefined;
  return {
    place,
    expectation: 'one score of both tests, and scores of each test that add up to it',
    found: all.map(({ split, correct, n }) => `${split}: ${correct} of ${n}`).join('; '),
  };
});

const FIELDS: Schema<RunEvaluation> = object({
  data: SOURCE_KIND,
  labels: optional(oneOf(LABEL_SOURCES)),
  fingerprint: text(),
  scores: SCORES,
  flipScores: SCORES,
  confusion: CONFUSION,
  report: CLASS_REPORT,
});

/** The schema of `evaluation.json`. */
export const RUN_EVALUATION: Schema<RunEvaluation> = refine(FIELDS, ({ data, ...scores }, place) =>
  checkReport(scores, { data, place }),
);
