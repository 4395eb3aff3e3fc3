import { tf } from '../tensorflow';
import { graphStepOf, stepsByGraph, type NamedGradient } from './graph-step';
import { widened } from '../native/bfloat16';
import { onNativeBackend } from '../kernels/call';
import { withExactResults } from '../kernels/output-precision';
import { addBarrier } from '../native/trace';
import { patchMethod, type Undo } from '../native/patch';
import { currentPredictions } from '../openvino/predictions';
import { currentGraphCache } from './graph-cache';
import type { NamedTensor, TraceableFunction } from './traced-function';
import { statefulLayers, takeStates, withStates, type RecurrentLayer } from './recurrent-states';
import { witnessOf } from './witness-of';
import { describeSignature, type CompiledModel, type Description } from './model-signature';
import { hasStockMethods } from './stock-classes';

interface Optimizer {
  applyGradients(gradients: NamedGradient[]): void;
}

/** The methods of tfjs-layers' models that process one batch. */
interface BatchMethods extends CompiledModel {
  optimizer_: Optimizer;
  collectedTrainableWeights: readonly { read(): tf.Variable }[];
  makeTrainFunction(): (data: BatchData) => tf.Tensor[];
  makeTestFunction(): void;
  testFunction: (data: BatchData) => tf.Tensor[];
  checkNumSamples(inputs: tf.Tensor | tf.Tensor[]): number;
  predictLoop(
    inputs: tf.Tensor | tf.Tensor[],
    batchSize?: number,
    verbose?: boolean,
  ): tf.Tensor | tf.Tensor[];
}

const asList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** Wraps a result that is not a gradient; gradients have the name of their weight. */
const score = (tensor: tf.Tensor): NamedTensor => ({ name: '', tensor });

/** A batch's inputs and targets, followed by its sample weights or null. */
type BatchData = (tf.Tensor | null)[];

/** What a model does with a batch. */
export type Task = 'train' | 'test' | 'predict';

interface BatchTask {
  task: Task;
  data: BatchData;
  /** Variables other than the model's weights. */
  variables?: tf.Variable[];
  run: TraceableFunction['run'];
}

/**
 * Runs a model's task on one batch, as a graph if the task is known to compute the same each time.
 */
function runModel(
  model: CompiledModel,
  { task, data, variables = [], run: stock }: BatchTask,
  description = describeTask(model, task),
): NamedTensor[] {
  const graphCache = currentGraphCache();
  if (!graphCache || 'reason' in description) return withExactResults(model, stock);
  const { lossFunctions, metricsTensors } = model;
  const functions = [...(lossFunctions ?? []), ...(metricsTensors ?? []).map(([metric]) => metric)];
  const stateful = statefulLayers(model as unknown as RecurrentLayer);
  const run = stateful.length > 0 ? withStates(stateful, stock) : stock;
  const results = graphCache.run(model, {
    key: task,
    guards: [...description.configuration, lossFunctions, metricsTensors, ...functions, ...variables],
    inputs: [...data, ...stateful.flatMap(({ states_ }) => states_!)],
    variables: () => [...model.weights.map((weight) => weight.read()), ...variables],
    run: () => withExactResults(model, run),
    // A resumed run must validate exactly like an uninterrupted one, so its first epoch already
    // uses a graph.
    graphFromFirstCall: task !== 'predict',
  });
  return stateful.length > 0 ? takeStates(stateful, { results, training: task === 'train' }) : results;
}

/** Returns the signature that a graph of this task depends on, or why there can be no graph. */
export function describeTask(model: CompiledModel, task: Task): Description {
  const { optimizer_: optimizer } = model as BatchMethods;
  if (task !== 'predict' && !optimizer) return { reason: 'it is not compiled' };
  const names = ['minimize', 'computeGradients'];
  if (task === 'train' && !hasStockMethods(optimizer, { of: tf.Optimizer.prototype, names }))
    return { reason: 'an optimizer with its own minimize() or computeGradients()' };
  return describeSignature(model, { withLoss: task !== 'predict' });
}

interface TrainOptions {
  data: BatchData;
  /** tfjs-layers' own step, which ends with the optimizer's applyGradients(). */
  step: BatchMethods['testFunction'];
}

/** Runs a training step as one graph: loss, metrics, all gradients, and the optimizer's update. */
function trainByGraph(model: BatchMethods, { data, step }: TrainOptions): tf.Tensor[] {
  const description = describeTask(model, 'train');
  if (!currentGraphCache() || !onNativeBackend() || 'reason' in description)
    return withExactResults(model, () => step(data));
  const { optimizer_: optimizer, collectedTrainableWeights } = model;
  const weights = collectedTrainableWeights.map((weight) => weight.read());
  const own = stepsByGraph(optimizer) ? graphStepOf(optimizer) : undefined;
  const take = own ? (gradients: readonly NamedGradient[]) => own.take(gradients) : undefined;
  const variables = own?.state(weights);
  const results = runModel(
    model,
    { task: 'train', data, variables, run: () => stepOnce(optimizer, { data, step, take }) },
    description,
  );
  if (own) own.advance();
  else {
    // Any other optimizer applies the gradients itself. Missing ones are null, as tfjs passes them.
    const found = new Map(results.map(({ name, tensor }) => [name, tensor]));
    optimizer.applyGradients(weights.map(({ name }) => ({ name, tensor: found.get(name) ?? null })));
    tf.dispose(results.filter(({ name }) => name !== '').map(({ tensor }) => tensor));
  }
  return results.filter(({ name }) => name === '').map(({ tensor }) => tensor);
}

/**
 * Runs tfjs-layers' step and ends it with `take`. Without `take`, the gradients are among the
 * results.
 */
function stepOnce(
  optimizer: Optimizer,
  { data, step, take }: TrainOptions & { take?: (gradients: readonly NamedGradient[]) => void },
): NamedTensor[] {
  let kept: NamedTensor[] = [];
  const keep = (gradients: readonly NamedGradient[]) => {
    // The optimizer's caller disposes its own gradients. bfloat16 ones are widened as part of the
    // graph.
    kept = gradients.flatMap(({ name, tensor }) =>
      tensor ? [{ name, tensor: tf.keep(tf.clone(widened(tensor))) }] : [],
    );
  };
  // A weight's update needs only its own gradient. Done at once, it made new weights while most of
  // the activations were still there: 5 % more memory, and 3 % more time.
  const update = (gradients: readonly NamedGradient[]) => {
    addBarrier();
    take?.(gradients);
  };
  const scores = withApply(optimizer, take ? update : keep, () => step(data).map(score));
  return [...scores, ...kept];
}

/** Runs a function with `apply` in place of the optimizer's update. */
function withApply<Result>(
  optimizer: Optimizer,
  apply: Optimizer['applyGradients'],
  run: () => Result,
): Result {
  const undo = patchMethod(optimizer, 'applyGradients', () => apply);
  try {
    return run();
  } finally {
    undo();
  }
}

/**
 * Predicts all inputs, batch by batch.
 *
 * @param predictBatch tfjs-layers' own loop, for one batch
 */
function predictByGraph(
  model: BatchMethods,
  {
    inputs,
    batchSize,
    predictBatch,
  }: {
    inputs: tf.Tensor | tf.Tensor[];
    batchSize: number;
    predictBatch: (data: tf.Tensor[], size: number) => tf.Tensor | tf.Tensor[];
  },
): tf.Tensor | tf.Tensor[] {
  const compiled = currentPredictions()?.run(model as unknown as tf.LayersModel, {
    ...{ inputs, batchSize },
    witness: () => witnessOf(model),
  });
  if (compiled !== undefined) return compiled;
  return tf.tidy(() => {
    const count = model.checkNumSamples(inputs);
    const description = describeTask(model, 'predict');
    const parts: tf.Tensor[][] = [];
    for (let begin = 0; begin < count; begin += batchSize) {
      const size = Math.min(batchSize, count - begin);
      const data = asList(inputs).map((tensor) => (size < count ? rows(tensor, { begin, size }) : tensor));
      const run = () => asList(predictBatch(data, size)).map(score);
      const results = runModel(model, { task: 'predict', data, run }, description);
      parts.push(results.map(({ tensor }) => tensor));
      if (size < count) tf.dispose(data);
    }
    const outputs = parts[0].map((first, i) =>
      parts.length > 1 ? tf.concat(parts.map((part) => part[i])) : first,
    );
    return outputs.length > 1 ? outputs : outputs[0];
  });
}

function rows(tensor: tf.Tensor, { begin, size }: { begin: number; size: number }): tf.Tensor {
  const rest = tensor.shape.slice(1);
  return tf.slice(tensor, [begin, ...rest.map(() => 0)], [size, ...rest]);
}

/** Lets models train, evaluate and predict by graphCache, through the methods they have. */
export function patchModelMethods(): Undo[] {
  const { prototype } = tf.LayersModel as unknown as { prototype: BatchMethods };
  return [
    patchMethod(prototype, 'makeTrainFunction', (stock) => {
      return function makeTrainFunction(this: BatchMethods) {
        const step = stock.call(this);
        return (data) => trainByGraph(this, { data, step });
      };
    }),
    patchMethod(prototype, 'makeTestFunction', (stock) => {
      return function makeTestFunction(this: BatchMethods) {
        stock.call(this);
        const test = this.testFunction;
        this.testFunction = (data) => {
          const results = runModel(this, { task: 'test', data, run: () => test(data).map(score) });
          return results.map(({ tensor }) => tensor);
        };
      };
    }),
    patchMethod(prototype, 'predictLoop', (stock) => {
      return function predictLoop(this: BatchMethods, inputs, batchSize = 32, verbose = false) {
        if (verbose) return stock.call(this, inputs, batchSize, verbose);
        const predictBatch = (data: tf.Tensor[], size: number) => stock.call(this, data, size);
        return predictByGraph(this, { inputs, batchSize, predictBatch });
      };
    }),
  ];
}
