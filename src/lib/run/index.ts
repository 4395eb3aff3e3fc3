export { imagesOfRun, openDataset, type ProgressListener } from './open-dataset';
export { readRunJson, requireRunFile, RUN_FILES, writeRunJson, type RunFile } from './run-folder';
export {
  ARCHITECTURES,
  readSettings,
  RUN_SIZES,
  type Architecture,
  type RunSize,
  type Settings,
} from './settings';
