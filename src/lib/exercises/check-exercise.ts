import {
  checkClosestFaces,
  checkFlatImages,
  checkMostDisputedLabel,
  checkWeightSums,
  checkWildImages,
} from './data';
import type { Verdict } from './exercise';
import {
  checkFacelessAnswer,
  checkFewPictures,
  checkFirstDark,
  checkMcNemar,
  checkPlainPrediction,
  checkTiles,
  checkTilt,
  checkWeightedReport,
} from './judging';
import { checkKeptEpochs, checkKernelWeights, checkLastBlock, checkPeaks } from './networks';
import { checkChangedSettings, checkScaledTensor } from './starting-out';

/** The check of each exercise, by its notebook and number. */
const CHECKS = {
  '1.1': checkChangedSettings,
  '1.2': checkScaledTensor,
  '2.1': checkClosestFaces,
  '2.2': checkMostDisputedLabel,
  '2.3': checkFlatImages,
  '3.1': checkWildImages,
  '3.2': checkWeightSums,
  '4.1': checkKernelWeights,
  '4.2': checkLastBlock,
  '5.1': checkKeptEpochs,
  '5.2': checkPeaks,
  '6.1': checkMcNemar,
  '6.2': checkWeightedReport,
  '7.1': checkPlainPrediction,
  '7.2': checkFacelessAnswer,
  '7.3': checkFewPictures,
  '8.1': checkFirstDark,
  '8.2': checkTiles,
  '8.3': checkTilt,
};

/** The name of an exercise: its notebook and its number, `2.1`. */
export type Exercise = keyof typeof CHECKS;

/** The names of all exercises, in the order of the notebooks. */
export const EXERCISES = Object.keys(CHECKS) as readonly Exercise[];

/** What an exercise asks for; undefined as long as it is not answered. */
export type ExerciseAnswer<Name extends Exercise> = Parameters<(typeof CHECKS)[Name]>[0] | undefined;

/** What else the check of an exercise needs, if anything. */
type Given<Name extends Exercise> =
  Parameters<(typeof CHECKS)[Name]> extends [unknown, ...infer More] ? More : [];

/**
 * Checks the answer to an exercise of the notebooks and prints whether it is right, with a hint if it
 * is not. An exercise that is not answered yet is no error, so that a notebook can be run as a whole.
 *
 * @param name the notebook and the number: `2.1`
 * @param answer undefined as long as there is none
 * @param given what the exercise's own cell passes on
 * @example checkExercise('4.1', { one5x5: 204_800, two3x3: 221_184 });
 */
export function checkExercise<Name extends Exercise>(
  name: Name,
  answer: ExerciseAnswer<Name>,
  ...given: Given<Name>
): void {
  if (answer === undefined) {
    console.log(`Exercise ${name}: no answer yet. Replace undefined, and run the cell again.`);
    return;
  }
  const check = CHECKS[name] as (...answered: unknown[]) => Verdict;
  const { isRight, comment } = check(answer, ...given);
  console.log(`Exercise ${name}: ${isRight ? 'right' : 'not yet'}.\n${inLines(comment)}`);
}

/** Lines that a page shows without scrolling. */
const inLines = (text: string) => text.replace(/(.{1,88})(?:\s+|$)/g, '$1\n').trimEnd();
