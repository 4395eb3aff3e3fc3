export { CARD_FILES } from './card-files';
export { checkRelease, readCard, type Claim, type ReleaseCheck } from './check-release';
export { exportRelease, type ExportOptions } from './export-release';
export { measureLatency } from './measure-latency';
export { measureModel, type MeasureOptions } from './measure-model';
export type {
  CalibrationScore,
  ClassScores,
  Latency,
  Measurements,
  ReleaseCard,
  ViewMeasurements,
} from './release-card';
export { renderCard } from './render-card';
