export {
  type FastTraining,
  type FastTrainingOptions,
  type Precision,
  useFastTraining,
} from './fast-training';
export { toOnnx, type OnnxOptions } from './onnx/to-onnx';
export { compileForPrediction } from './openvino/compile-for-prediction';
export type { Explanation } from './graph/explain';
export { describeProcessor } from './processor';
export { tf } from './tensorflow';
