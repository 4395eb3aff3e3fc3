export { tf } from './tensorflow';
export { tensorflowVersion } from './tensorflow-version';
export { describeProcessor, type Processor } from './processor';
export {
  useFastTraining,
  type FastTraining,
  type FastTrainingOptions,
  type Precision,
} from './fast-training';
export type { DropoutState } from './kernels/dropout';
export type { Explanation } from './graph/explain';
export { adamStep, type AdamNumbers, type AdamParameter } from './optimizers/adam-step';
