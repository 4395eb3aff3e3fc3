// The library's public API, for the notebooks and for programs that import the library. Each
// folder's index.ts lists its public names.
import type { tf as TensorFlow } from './engine/index';
import { formatDataFrames } from './plots/format-data-frames';

export { EMOTIONS, type Emotion } from './emotions';
export { ExpectationError } from './errors';
export { createRandom, type Random } from './random';
export * from './analysis/index';
export * from './dataset/index';
export * from './engine/index';
export * from './evaluation/index';
export * from './exercises/index';
export * from './faces/index';
export * from './model/index';
export * from './plots/index';
export * from './release/index';
export * from './run/index';
export * from './statistics/index';
export * from './training/index';
export * from './video/index';

// Notebooks that import the library show DataFrames as tables.
formatDataFrames();

/** A TensorFlow.js tensor, for code that has to name the type. */
export type Tensor = TensorFlow.Tensor;
