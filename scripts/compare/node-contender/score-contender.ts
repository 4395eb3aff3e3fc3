import {
  classificationReport,
  type Dataset,
  expectedCalibrationError,
  predictedLabels,
  type Split,
  scoreSplits,
  type SplitScore,
} from '../../../src/lib/index';

/** An accuracy with what it was measured on. */
export type Accuracy = Pick<SplitScore, 'n' | 'correct' | 'accuracy' | 'interval'>;

/** The accuracies on both tests together and on each. */
export type Accuracies = Record<'all' | Exclude<Split, 'train'>, Accuracy>;

/** What is said of every contender, by the same functions. */
export interface ContenderScores {
  scores: Accuracies;
  /** The same without the test images that also appear in train. */
  withoutDuplicates: Accuracies;
  /** The macro F1 on both tests together, 0 to 1. */
  macroF1: number;
  /** The expected calibration error on both tests together, 0 to 1. */
  calibrationError: number;
}

/**
 * Scores a contender's probabilities with the library's functions.
 *
 * @param tests the images of both tests
 * @param probabilities `[n * 7]` in the order of `EMOTIONS`
 * @param options.leaveOut names of the test images that also appear in train
 * @example const { scores } = scoreContender(tests, probabilities, { leaveOut });
 */
export function scoreContender(
  tests: Dataset,
  probabilities: Float32Array,
  { leaveOut }: { leaveOut: ReadonlySet<string> },
): ContenderScores {
  // How the checkpoint was chosen is not for the scores to say: of the peers it is not known.
  const scores = scoreSplits(tests, probabilities, { chosenOn: null, leaveOut });
  const accuracies = (withoutDuplicates: boolean) =>
    Object.fromEntries(
      scores
        .filter((score) => score.withoutDuplicates === withoutDuplicates)
        .map(({ splits, n, correct, accuracy, interval }) => [
          splits.length > 1 ? 'all' : splits[0],
          { n, correct, accuracy, interval },
        ]),
    ) as Accuracies;
  return {
    scores: accuracies(false),
    withoutDuplicates: accuracies(true),
    macroF1: classificationReport(tests.labels, predictedLabels(probabilities)).macro.f1,
    calibrationError: expectedCalibrationError(tests.labels, probabilities),
  };
}
