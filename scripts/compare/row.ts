import {
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  share,
  text,
  type ValueOf,
} from '../../src/lib/json/index';
import { type ChosenOn, FAST_PREDICTION, type FastPrediction } from '../shared/comparison-words';
import { KERAS_HELLO } from '../shared/contender-hello';
import { LABEL_SOURCES } from '../../src/lib/dataset/index';
import type { VoteScores } from '../../src/lib/evaluation/index';

const ACCURACY = object({
  n: integer({ from: 0 }),
  correct: integer({ from: 0 }),
  accuracy: share,
  interval: object({ low: share, high: share }),
});
const ACCURACIES = object({ all: ACCURACY, publicTest: ACCURACY, privateTest: ACCURACY });

/**
 * What the project says of one of its own models: what it is called, whose labels it learned, and
 * why it is not there.
 */
export const FOUND = object({
  title: text(),
  labels: oneOf(LABEL_SOURCES),
  absent: optional(text()),
});

/** What a contender answers when it has predicted. */
export const PREDICTED = object({
  /** The emotions' names in the order of its outputs. */
  labels: list(text()),
  parameters: integer({ from: 1 }),
  bytes: integer({ from: 1 }),
  imagesPerSecond: number({ above: 0 }),
  /** With `useFastTraining()`, where that was timed, too. */
  fast: optional(FAST_PREDICTION),
  /** Of Keras, where it ran on that. */
  versions: optional(KERAS_HELLO),
});

/** What is scored of a contender's answers. */
export const SCORED = object({
  scores: ACCURACIES,
  /** Without the test images that also appear in the training set. */
  withoutDuplicates: ACCURACIES,
  macroF1: share,
  calibrationError: share,
});

/** A contender's row in the comparison. */
export type MeasuredRow = ValueOf<typeof SCORED> &
  Omit<ValueOf<typeof PREDICTED>, 'labels' | 'versions' | 'fast'> & {
    id: string;
    title: string;
    chosenOn: ChosenOn;
    fast?: FastPrediction;
  };

/** A contender's row in the comparison on FER+'s votes. */
export interface MeasuredVotesRow {
  id: string;
  title: string;
  /** Whose labels it learned, in words. */
  learned: string;
  chosenOn: ChosenOn;
  scores: VoteScores;
}

/** A contender that could not be compared, and why. */
export interface AbsentRow {
  id: string;
  title: string;
  absent: string;
}

export type CompareRow = MeasuredRow | AbsentRow;

export type VotesRow = MeasuredVotesRow | AbsentRow;

export const isMeasured = (row: CompareRow): row is MeasuredRow => 'scores' in row;
