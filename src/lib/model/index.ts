export {
  ARCHITECTURES,
  WALK_THROUGH_ARCHITECTURES,
  type Architecture,
  type WalkThroughArchitecture,
} from './architecture';
export { createClassic } from './create-classic';
export { createCompact } from './create-compact';
export { createLarge } from './create-large';
export { createMedium } from './create-medium';
export { createModel } from './create-model';
export { foldTemperature } from './fold-temperature';
export { loadModel } from './load-model';
export { modelFromTopology, type BuildOptions } from './model-from-topology';
export type { ModelMetadata } from './model-metadata';
export { saveModel, type SaveOptions } from './save-model';
export { summarize, type LayerRow, type ModelSummary } from './summarize';
