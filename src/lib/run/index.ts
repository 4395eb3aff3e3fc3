export { chooseModel, type ChosenModel } from './choose-model';
export { describeSettings, settingRows, type SettingRow } from './describe-settings';
export { loadBestModel, modelOfRun } from './model-of-run';
export { evaluateModel, type EvaluateModelOptions } from './evaluate-model';
export { imagesOfRun, openDataset, type ProgressListener } from './open-dataset';
export { packageVersions, type PackageVersion } from './package-versions';
export { defaultPreparation, type Preparation } from './preparation';
export { progressBar } from './progress-bar';
export type { RunEvaluation } from './run-evaluation';
export { createRunMetadata, type RunMetadata } from './run-metadata';
export {
  readRunJson,
  requireRunFile,
  requireRunJson,
  RUN_FILES,
  writeRunJson,
  type RunFile,
  type RunJson,
} from './run-folder';
export { runTraining, type RunTrainingOptions } from './run-training';
export {
  MODEL_ORIGINS,
  readSettings,
  RUN_SIZES,
  type ModelOrigin,
  type RunSize,
  type Settings,
} from './settings';
export { trainingView, type TrainingViewOptions } from './training-view';
export type { TrainingRecord } from './training-record';
export { planTraining, type TrainingPlan, type TrainingOverrides } from './training-plan';
