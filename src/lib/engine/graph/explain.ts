import { tf } from '../tensorflow';
import { describeWork, type Task } from './model-methods';
import { currentGraphCache } from './graph-cache';
import type { CompiledModel } from './model-signature';

/** How a model's work on a batch is done, by `fit()` and `trainOnBatch()`, by `evaluate()`, by `predict()`. */
export type Explanation = Readonly<Record<'train' | 'evaluate' | 'predict', string>>;

/**
 * Tells what of a model's work is a graph, what is not, and why.
 *
 * @example explainModel(model).train; // 'op by op: a loss that is a function'
 */
export function explainModel(outer: object): Explanation {
  // A sequential model lets one of its own do the work.
  const model =
    outer instanceof tf.Sequential ? ((outer as unknown as { model?: object }).model ?? outer) : outer;
  const explain = (task: Task) => {
    const description = describeWork(model as CompiledModel, task);
    if ('reason' in description) return `op by op: ${description.reason}`;
    const reason = currentGraphCache()?.reasonAgainst(model, task);
    return reason === undefined ? 'a graph' : `op by op: ${reason}`;
  };
  return { train: explain('train'), evaluate: explain('test'), predict: explain('predict') };
}
