// The library's public names: what the notebooks, and programs that import the library, may use. Each folder's index.ts
// says which of its names are public.
import type { tf as TensorFlow } from './engine/index';
import { formatDataFrames } from './plots/format-data-frames';

export { EMOTIONS, type Emotion } from './emotions';
export { ExpectationError } from './errors';
export { createRandom, type Random } from './random';
export * from './dataset/index';
export * from './engine/index';
export * from './evaluation/index';
export * from './model/index';
export * from './plots/index';
export * from './release/index';
export * from './run/index';
export * from './statistics/index';
export * from './training/index';

// A notebook that imports the library gets its DataFrames as tables.
formatDataFrames();

/** A tensor of TensorFlow.js, for code that has to name the type. */
export type Tensor = TensorFlow.Tensor;
