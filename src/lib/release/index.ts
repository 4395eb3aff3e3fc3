export { cardRows } from './card-rows';
export { checkRelease } from './check-release';
export { exportRelease } from './export-release';
export { measureLatency } from './measure-latency';
export type { ModelCard } from './model-card';
export { readCard } from './read-card';
export { renderCard } from './render-card';
export { loadTrainedModel, type TrainedModel } from './trained-model';
