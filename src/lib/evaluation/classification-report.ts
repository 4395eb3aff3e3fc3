import { EMOTIONS } from '../emotions';
import { confusionMatrix } from './confusion-matrix';

/** Scores 0 to 1, and the number of images they are based on. */
export interface ReportScores {
  /** Of the images predicted as the class, the share that are correct. */
  precision: number;
  /** Of the images of the class, the share predicted as it. */
  recall: number;
  /** The harmonic mean of precision and recall. */
  f1: number;
  /** Images of the class. */
  support: number;
}

/** The result of {@link classificationReport}. */
export interface ClassificationMetrics {
  /** One row per class, in the order of the labels; `emotion` is the class's name. */
  readonly classes: readonly (ReportScores & { readonly emotion: string })[];
  /** The share of all images that were classified correctly, 0 to 1. */
  readonly accuracy: number;
  /** The unweighted mean over the classes. */
  readonly macro: ReportScores;
  /** The mean over the classes, weighted by their number of images. */
  readonly weighted: ReportScores;
}

/**
 * Precision, recall and F1 of each class with their averages, defined as in scikit-learn's
 * `classification_report`: the precision of a class that was never predicted and the recall of
 * one without images are undefined, and set to `zeroDivision`. Such classes count in the averages.
 *
 * @param labels `[n]`
 * @param predicted `[n]`
 * @param options
 * @param options.classes the names of the classes, in the order of the labels
 * @param options.zeroDivision the value of what is undefined
 * @throws ExpectationError when labels and predictions are not classes, or their numbers differ
 * @example
 * const report = classificationReport(tests.labels, predictedLabels(probabilities));
 * report.macro.f1;
 */
export function classificationReport(
  labels: ArrayLike<number>,
  predicted: ArrayLike<number>,
  {
    classes: names = EMOTIONS,
    zeroDivision = 0,
  }: { classes?: readonly string[]; zeroDivision?: number } = {},
): ClassificationMetrics {
  const matrix = confusionMatrix(labels, predicted, { classes: names });
  const share = (part: number, whole: number) => (whole === 0 ? zeroDivision : part / whole);
  const classes = names.map((emotion, k) => {
    const correct = matrix[k][k];
    const support = sum(matrix[k]);
    const predictions = sum(matrix.map((row) => row[k]));
    return {
      emotion,
      precision: share(correct, predictions),
      recall: share(correct, support),
      // 2 TP / (2 TP + FP + FN): equal to the harmonic mean, and defined wherever precision or
      // recall is.
      f1: share(2 * correct, predictions + support),
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
