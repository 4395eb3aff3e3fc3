export { ARCHITECTURES, type Architecture } from './architecture';
export {
  type BundledModel,
  BUNDLED_MODEL_NAMES,
  BUNDLED_MODELS,
  bundledModelFor,
  folderOfModel,
  isBundledModel,
  PHOTOGRAPH_MODEL,
} from './bundled-models';
export { checkClasses, classesOf, setClasses } from './classes-of';
export { createModel } from './create-model';
export { kernelSeeds } from './kernel-seeds';
export { loadModel } from './load-model';
export type { ModelMetadata } from './model-metadata';
export { saveModel } from './save-model';
export { type ModelSummary, summarize } from './summarize';
