import { countClasses } from './count-classes';
import { predictedLabels } from './predicted-labels';

/** The images whose highest probability falls into one bin. */
export interface CalibrationBin {
  /** The bin's bounds: confidences above `low`, up to and including `high`. */
  readonly low: number;
  readonly high: number;
  /** Images in the bin. */
  readonly count: number;
  /** Their mean highest probability, 0 to 1; NaN in an empty bin. */
  readonly confidence: number;
  /**
   * The share of them classified correctly, or of the votes for the predicted classes, 0 to 1; NaN
   * in an empty bin.
   */
  readonly accuracy: number;
}

/** Whether a model's confidence matches its accuracy: the result of {@link calibrationCurve}. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /**
   * The mean difference between confidence and accuracy, weighted by the number of images per bin:
   * 0 is perfect.
   */
  readonly expectedCalibrationError: number;
}

/** Options of {@link calibrationCurve}. */
export interface CalibrationOptions {
  /** The number of bins. */
  bins?: number;
  /**
   * `[n * classes]` a distribution over the classes for each image in place of its label, such as
   * `voteShares`: a confidence of 0.7 is then right where seven in ten people see that emotion.
   */
  labelDistributions?: ArrayLike<number> | null;
}

/**
 * Compares a model's confidence with its accuracy, in bins of equal width.
 * Source: Guo et al., "On Calibration of Modern Neural Networks" (2017), section 2.
 *
 * @param probabilities `[n * classes]` values 0 to 1 for the `[n]` labels
 * @throws ExpectationError when there are not as many probabilities for each label
 * @example calibrationCurve(tests.labels, probabilities).expectedCalibrationError;
 */
export function calibrationCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  { bins = 15, labelDistributions }: CalibrationOptions = {},
): Calibration {
  const classes = countClasses(labels, probabilities);
  if (labelDistributions) countClasses(labels, labelDistributions, { classes });
  const predicted = predictedLabels(probabilities, { classes });
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, correct: 0 }));
  for (let i = 0; i < labels.length; i++) {
    const confidence = probabilities[i * classes + predicted[i]];
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))];
    bin.count++;
    bin.confidence += confidence;
    bin.correct += labelDistributions
      ? labelDistributions[i * classes + predicted[i]]
      : Number(predicted[i] === labels[i]);
  }
  let error = 0;
  for (const { confidence, correct } of sums) error += Math.abs(correct - confidence) / labels.length;
  return {
    bins: sums.map(({ count, confidence, correct }, b) => ({
      low: b / bins,
      high: (b + 1) / bins,
      count,
      confidence: confidence / count,
      accuracy: correct / count,
    })),
    expectedCalibrationError: error,
  };
}

/**
 * The expected calibration error, 0 (perfectly calibrated) to 1: see {@link calibrationCurve}.
 *
 * @example expectedCalibrationError(tests.labels, probabilities); // 0.031
 */
export function expectedCalibrationError(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: CalibrationOptions = {},
): number {
  return calibrationCurve(labels, probabilities, options).expectedCalibrationError;
}
