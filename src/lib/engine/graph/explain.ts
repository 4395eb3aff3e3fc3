import { checkOwnModel } from '../native/one-copy';
import { tf } from '../tensorflow';
import { currentPredictions } from '../openvino/predictions';
import { describeTask, type Task } from './model-methods';
import { currentGraphCache } from './graph-cache';
import type { CompiledModel } from './model-signature';

/**
 * How a model processes a batch in `fit()` and `trainOnBatch()`, in `evaluate()` and in
 * `predict()`.
 */
export type Explanation = Readonly<Record<'train' | 'evaluate' | 'predict', string>>;

/**
 * Reports which parts of a model's work run as a graph or in OpenVINO, which do not, and why.
 *
 * @throws ExpectationError if another copy of tfjs-node has built the model
 * @example explainModel(model).train; // 'op by op: a loss that is a function'
 */
export function explainModel(outer: object): Explanation {
  checkOwnModel(outer);
  // A sequential model delegates to an inner model.
  const model =
    outer instanceof tf.Sequential ? ((outer as unknown as { model?: object }).model ?? outer) : outer;
  const explain = (task: Task) => {
    const description = describeTask(model as CompiledModel, task);
    if ('reason' in description) return `op by op: ${description.reason}`;
    const predictions = task === 'predict' ? currentPredictions() : undefined;
    if (predictions && predictions.whyNot(model as tf.LayersModel) === undefined) return 'OpenVINO';
    const reason = currentGraphCache()?.reasonForNoGraph(model, task);
    return reason === undefined ? 'a graph' : `op by op: ${reason}`;
  };
  return { train: explain('train'), evaluate: explain('test'), predict: explain('predict') };
}
