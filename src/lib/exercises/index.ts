export { checkExercise, type Exercise, type ExerciseAnswer, EXERCISES } from './check-exercise';
