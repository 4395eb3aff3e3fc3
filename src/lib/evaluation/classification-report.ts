import { EMOTIONS, type Emotion } from '../emotions';
import { confusionMatrix } from './confusion-matrix';

/** Scores 0 to 1, and the number of images they are about. */
export interface ReportScores {
  /** Of the images taken for the emotion, the share that are. */
  precision: number;
  /** Of the images of the emotion, the share found. */
  recall: number;
  /** The harmonic mean of precision and recall. */
  f1: number;
  /** Images of the emotion. */
  support: number;
}

/** What {@link classificationReport} gives. */
export interface ClassificationMetrics {
  /** One row an emotion, in the order of `EMOTIONS`. */
  readonly classes: readonly (ReportScores & { readonly emotion: Emotion })[];
  /** The share of all images that were told right, 0 to 1. */
  readonly accuracy: number;
  /** The plain mean over the emotions: each counts the same, however rare. */
  readonly macro: ReportScores;
  /** The mean over the emotions, each weighted by its number of images. */
  readonly weighted: ReportScores;
}

/**
 * Precision, recall and F1 of each emotion with their averages, defined as in scikit-learn's
 * `classification_report`: an emotion that was never predicted has no precision and one without images no recall;
 * both are then `zeroDivision`. Such emotions stay in the averages.
 *
 * @throws {ExpectationError} when labels and predictions do not belong together
 * @example const report = classificationReport(tests.labels, predictedLabels(probabilities)); report.macro.f1;
 */
export function classificationReport(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  { zeroDivision = 0 }: { zeroDivision?: number } = {},
): ClassificationMetrics {
  const matrix = confusionMatrix(labels, predicted);
  const share = (part: number, whole: number) => (whole === 0 ? zeroDivision : part / whole);
  const classes = EMOTIONS.map((emotion, k) => {
    const hits = matrix[k][k];
    const support = sum(matrix[k]);
    const taken = sum(matrix.map((row) => row[k]));
    return {
      emotion,
      precision: share(hits, taken),
      recall: share(hits, support),
      // 2 TP / (2 TP + FP + FN): equal to the harmonic mean, and defined wherever either part is.
      f1: share(2 * hits, taken + support),
      support,
    };
  });
  const total = labels.length;
  const average = (weight: (row: ReportScores) => number): ReportScores => ({
    precision: sum(classes.map((row) => row.precision * weight(row))),
    recall: sum(classes.map((row) => row.recall * weight(row))),
    f1: sum(classes.map((row) => row.f1 * weight(row))),
    support: total,
  });
  return {
    classes,
    accuracy: share(sum(matrix.map((row, k) => row[k])), total),
    macro: average(() => 1 / classes.length),
    weighted: average((row) => (total === 0 ? 1 / classes.length : row.support / total)),
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
