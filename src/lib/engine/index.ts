export {
  type FastTraining,
  type FastTrainingOptions,
  type Precision,
  useFastTraining,
} from './fast-training';
export type { Explanation } from './graph/explain';
export { describeProcessor } from './processor';
export { tf } from './tensorflow';
