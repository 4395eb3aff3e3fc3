export { CARD_FILES } from './card-files';
export { cardRows, type CardRow } from './card-rows';
export { checkRelease, type Claim, type ReleaseCheck } from './check-release';
export { exportRelease, type ExportOptions } from './export-release';
export { loadRelease, type Release } from './load-release';
export { measureLatency } from './measure-latency';
export { measureModel, type MeasureOptions } from './measure-model';
export type {
  CalibrationScore,
  ClassScores,
  Latency,
  Measurements,
  ModelCard,
  ViewMeasurements,
} from './model-card';
export { readCard } from './read-card';
export { renderCard } from './render-card';
export { loadTrainedModel, type TrainedModel } from './trained-model';
