import { tf } from '../tensorflow';
import { graphStepOf, stepsByGraph, type NamedGradient } from './graph-step';
import { widened } from '../native/bfloat16';
import { onNativeBackend } from '../kernels/call';
import { withExactResults } from '../kernels/output-precision';
import { patchMethod, type Undo } from '../native/patch';
import { currentGraphCache } from './graph-cache';
import type { NamedTensor, Work } from './traced-function';
import { statefulLayers, takeStates, withStates, type RecurrentLayer } from './recurrent-states';
import { describeSignature, type CompiledModel, type Description } from './model-signature';
import { hasStockMethods } from './stock-classes';

interface Optimizer {
  applyGradients(gradients: NamedGradient[]): void;
}

/** The methods of tfjs-layers' models that work on one batch. */
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

/** Results that are not gradients of a weight, which have its name. */
const score = (tensor: tf.Tensor): NamedTensor => ({ name: '', tensor });

/** A batch's inputs and targets, and a place for the weights of its samples. */
type BatchData = (tf.Tensor | null)[];

/** What a model can do with a batch. */
export type Task = 'train' | 'test' | 'predict';

interface BatchWork {
  task: Task;
  data: BatchData;
  /** Variables besides the model's weights. */
  variables?: tf.Variable[];
  run: Work['run'];
}

/** Does a model's work on one batch, by a program where it is known that it does the same each time. */
function runModel(
  model: CompiledModel,
  { task, data, variables = [], run: work }: BatchWork,
  description = describeWork(model, task),
): NamedTensor[] {
  const programs = currentGraphCache();
  if (!programs || 'reason' in description) return withExactResults(model, work);
  const { lossFunctions, metricsTensors } = model;
  const functions = [...(lossFunctions ?? []), ...(metricsTensors ?? []).map(([metric]) => metric)];
  const stateful = statefulLayers(model as unknown as RecurrentLayer);
  const run = stateful.length > 0 ? withStates(stateful, work) : work;
  const results = programs.run(model, {
    key: task,
    checks: [description.configuration, lossFunctions, metricsTensors, ...functions, ...variables],
    data: [...data, ...stateful.flatMap(({ states_ }) => states_!)],
    variables: () => [...model.weights.map((weight) => weight.read()), ...variables],
    run: () => withExactResults(model, run),
    // A resumed training validates as one that nobody stopped: in its first epoch by a graph, too.
    fromFirst: task !== 'predict',
  });
  return stateful.length > 0 ? takeStates(stateful, { results, training: task === 'train' }) : results;
}

/** What a graph of a model's work assumes, or why there can be none. */
export function describeWork(model: CompiledModel, task: Task): Description {
  const { optimizer_: optimizer } = model as BatchMethods;
  if (task !== 'predict' && !optimizer) return { reason: 'it is not compiled' };
  const names = ['minimize', 'computeGradients'];
  if (task === 'train' && !hasStockMethods(optimizer, { of: tf.Optimizer.prototype, names }))
    return { reason: 'an optimizer with its own minimize() or computeGradients()' };
  return describeSignature(model, { withLoss: task !== 'predict' });
}

interface TrainOptions {
  data: BatchData;
  /** tfjs-layers' own step, which ends in the optimizer's applyGradients(). */
  step: BatchMethods['testFunction'];
}

/** A training step as one graph: the loss, the metrics, all gradients, and the optimizer's step with them. */
function trainByGraph(model: BatchMethods, { data, step }: TrainOptions): tf.Tensor[] {
  const description = describeWork(model, 'train');
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
    // Whatever optimizer it is, it takes its step with the gradients. Those it can't have are null, as tfjs gives them.
    const found = new Map(results.map(({ name, tensor }) => [name, tensor]));
    optimizer.applyGradients(weights.map(({ name }) => ({ name, tensor: found.get(name) ?? null })));
    tf.dispose(results.filter(({ name }) => name !== '').map(({ tensor }) => tensor));
  }
  return results.filter(({ name }) => name === '').map(({ tensor }) => tensor);
}

/** A step of tfjs-layers' that ends in `take`, or without one in the gradients among its results. */
function stepOnce(
  optimizer: Optimizer,
  { data, step, take }: TrainOptions & { take?: (gradients: readonly NamedGradient[]) => void },
): NamedTensor[] {
  let kept: NamedTensor[] = [];
  const keep = (gradients: readonly NamedGradient[]) => {
    // The optimizer's caller disposes of its own; what is in bfloat16 is widened inside of the program.
    kept = gradients.flatMap(({ name, tensor }) =>
      tensor ? [{ name, tensor: tf.keep(tf.clone(widened(tensor))) }] : [],
    );
  };
  const scores = withApply(optimizer, take ?? keep, () => step(data).map(score));
  return [...scores, ...kept];
}

/** Runs something with another end to the optimizer's step. */
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
 * A model's predictions of all inputs, batch by batch.
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
  return tf.tidy(() => {
    const count = model.checkNumSamples(inputs);
    // Once for all batches: nobody's code runs between them that could change a standard model.
    const description = describeWork(model, 'predict');
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

/** Lets models train, evaluate and predict by programs, through the methods they have. */
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
