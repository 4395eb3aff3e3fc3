export { ARCHITECTURES, type Architecture } from './architecture';
export { createModel } from './create-model';
export { loadModel } from './load-model';
export type { ModelMetadata } from './model-metadata';
export { saveModel } from './save-model';
export { type ModelSummary, summarize } from './summarize';
