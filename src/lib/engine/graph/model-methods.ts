import { tf } from '../tensorflow';
import { graphStepOf, type NamedGradient } from '../graph-step';
import { widened } from '../bfloat16';
import { replaceMethod, type Undo } from '../replace';
import { currentPrograms } from './programs';
import type { NamedTensor, Work } from './recorded-work';
import { describeStandardModel, type CompiledModel } from './standard-model';

interface Optimizer {
  applyGradients(gradients: NamedGradient[]): void;
}

/** The methods of tfjs-layers' models that work on one batch. */
interface BatchMethods extends CompiledModel {
  optimizer_: Optimizer;
  collectedTrainableWeights: readonly { read(): tf.Variable }[];
  makeTrainFunction(): (data: tf.Tensor[]) => tf.Tensor[];
  makeTestFunction(): void;
  testFunction: (data: tf.Tensor[]) => tf.Tensor[];
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

interface BatchWork {
  data: tf.Tensor[];
  /** Variables besides the model's weights. */
  variables?: tf.Variable[];
  run: Work['run'];
}

/** Does a model's work on one batch, by a program where it is known that it does the same each time. */
function runModel(
  model: CompiledModel,
  kind: 'train' | 'test' | 'predict',
  { data, variables = [], run }: BatchWork,
): NamedTensor[] {
  const programs = currentPrograms();
  const configuration = programs && describeStandardModel(model);
  if (!programs || configuration === undefined) return run();
  return programs.run(model, {
    key: kind,
    checks: [configuration, model.lossFunctions, model.metricsTensors, ...variables],
    data,
    variables: () => [...model.weights.map((weight) => weight.read()), ...variables],
    run,
    // A resumed training validates as one that nobody stopped: in its first epoch by a graph, too.
    fromFirst: kind !== 'predict',
  });
}

interface TrainOptions {
  data: tf.Tensor[];
  /** tfjs-layers' own step, which ends in the optimizer's applyGradients(). */
  step: BatchMethods['testFunction'];
}

/** A training step as one graph: the loss, the metrics, all gradients, and the optimizer's step with them. */
function trainByGraph(model: BatchMethods, { data, step }: TrainOptions): tf.Tensor[] {
  const { optimizer_: optimizer } = model;
  const own = graphStepOf(optimizer);
  if (!currentPrograms()) return step(data);
  if (!own) return trainThenApply(model, { data, step });
  const run = () =>
    withApply(
      optimizer,
      (gradients) => own.take(gradients),
      () => step(data).map(score),
    );
  const variables = own.state(model.collectedTrainableWeights.map((weight) => weight.read()));
  const results = runModel(model, 'train', { data, variables, run });
  own.advance();
  return results.map(({ tensor }) => tensor);
}

/** The same up to the gradients; then the optimizer takes its step with them, whatever optimizer it is. */
function trainThenApply(model: BatchMethods, { data, step }: TrainOptions): tf.Tensor[] {
  const { optimizer_: optimizer } = model;
  const run = (): NamedTensor[] => {
    let kept: NamedTensor[] = [];
    const scores = withApply(
      optimizer,
      (gradients) => {
        // The optimizer's caller disposes of its own; what is in bfloat16 is widened inside of the program.
        kept = gradients.flatMap(({ name, tensor }) =>
          tensor ? [{ name, tensor: tf.keep(tf.clone(widened(tensor))) }] : [],
        );
      },
      () => step(data).map(score),
    );
    return [...scores, ...kept];
  };
  const results = runModel(model, 'train', { data, run });
  const gradients = results.filter(({ name }) => name !== '');
  optimizer.applyGradients(gradients);
  tf.dispose(gradients.map(({ tensor }) => tensor));
  return results.filter(({ name }) => name === '').map(({ tensor }) => tensor);
}

/** Runs something with another end to the optimizer's step. */
function withApply<Result>(
  optimizer: Optimizer,
  apply: Optimizer['applyGradients'],
  run: () => Result,
): Result {
  const undo = replaceMethod(optimizer, 'applyGradients', () => apply);
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
    const parts: tf.Tensor[][] = [];
    for (let begin = 0; begin < count; begin += batchSize) {
      const size = Math.min(batchSize, count - begin);
      const data = asList(inputs).map((tensor) => (size < count ? rows(tensor, { begin, size }) : tensor));
      const run = () => asList(predictBatch(data, size)).map(score);
      parts.push(runModel(model, 'predict', { data, run }).map(({ tensor }) => tensor));
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
export function replaceModelMethods(): Undo[] {
  const { prototype } = tf.LayersModel as unknown as { prototype: BatchMethods };
  return [
    replaceMethod(prototype, 'makeTrainFunction', (stock) => {
      return function makeTrainFunction(this: BatchMethods) {
        const step = stock.call(this);
        return (data) => trainByGraph(this, { data, step });
      };
    }),
    replaceMethod(prototype, 'makeTestFunction', (stock) => {
      return function makeTestFunction(this: BatchMethods) {
        stock.call(this);
        const test = this.testFunction;
        this.testFunction = (data) => {
          const results = runModel(this, 'test', { data, run: () => test(data).map(score) });
          return results.map(({ tensor }) => tensor);
        };
      };
    }),
    replaceMethod(prototype, 'predictLoop', (stock) => {
      return function predictLoop(this: BatchMethods, inputs, batchSize = 32, verbose = false) {
        if (verbose) return stock.call(this, inputs, batchSize, verbose);
        const predictBatch = (data: tf.Tensor[], size: number) => stock.call(this, data, size);
        return predictByGraph(this, { inputs, batchSize, predictBatch });
      };
    }),
  ];
}
