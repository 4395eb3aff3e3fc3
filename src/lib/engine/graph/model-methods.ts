import { tf } from '../tensorflow';
import { widened } from '../bfloat16';
import { replaceMethod, type Undo } from '../replace';
import type { ModelPrograms, NamedTensor } from './model-programs';
import type { CompiledModel } from './standard-model';

/** The methods of tfjs-layers' models that work on one batch. */
interface BatchMethods extends CompiledModel {
  optimizer_: { applyGradients(gradients: NamedTensor[]): void };
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

/**
 * A training step whose loss, metrics and gradients come from one program; then the optimizer takes its step with them,
 * whatever optimizer it is.
 */
function trainByGraph(
  model: BatchMethods,
  {
    programs,
    data,
    step,
  }: { programs: ModelPrograms; data: tf.Tensor[]; step: BatchMethods['testFunction'] },
): tf.Tensor[] {
  const { optimizer_: optimizer } = model;
  const run = (): NamedTensor[] => {
    let gradients: NamedTensor[] = [];
    const undo = replaceMethod(optimizer, 'applyGradients', () => (given) => {
      gradients = given
        .filter(({ tensor }) => (tensor as tf.Tensor | null) !== null)
        // The optimizer's caller disposes of its own; what is in bfloat16 is widened inside of the program.
        .map(({ name, tensor }) => ({ name, tensor: tf.keep(tf.clone(widened(tensor))) }));
    });
    try {
      return [...step(data).map(score), ...gradients];
    } finally {
      undo();
    }
  };
  const results = programs.run(model, { kind: 'train', data, run });
  const gradients = results.filter(({ name }) => name !== '');
  optimizer.applyGradients(gradients);
  tf.dispose(gradients.map(({ tensor }) => tensor));
  return results.filter(({ name }) => name === '').map(({ tensor }) => tensor);
}

/**
 * A model's predictions of all inputs, batch by batch.
 *
 * @param predictBatch tfjs-layers' own loop, for one batch
 */
function predictByGraph(
  model: BatchMethods,
  {
    programs,
    inputs,
    batchSize,
    predictBatch,
  }: {
    programs: ModelPrograms;
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
      parts.push(programs.run(model, { kind: 'predict', data, run }).map(({ tensor }) => tensor));
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

/** Lets models train, evaluate and predict by programs (model-programs.ts), through the methods they have. */
export function replaceModelMethods(programs: ModelPrograms): Undo[] {
  const { prototype } = tf.LayersModel as unknown as { prototype: BatchMethods };
  let on = true;
  return [
    () => (on = false),
    programs.closeAll,
    replaceMethod(prototype, 'makeTrainFunction', (stock) => {
      return function makeTrainFunction(this: BatchMethods) {
        const step = stock.call(this);
        return (data) => (on ? trainByGraph(this, { programs, data, step }) : step(data));
      };
    }),
    replaceMethod(prototype, 'makeTestFunction', (stock) => {
      return function makeTestFunction(this: BatchMethods) {
        stock.call(this);
        const test = this.testFunction;
        this.testFunction = (data) => {
          if (!on) return test(data);
          const results = programs.run(this, { kind: 'test', data, run: () => test(data).map(score) });
          return results.map(({ tensor }) => tensor);
        };
      };
    }),
    replaceMethod(prototype, 'predictLoop', (stock) => {
      return function predictLoop(this: BatchMethods, inputs, batchSize = 32, verbose = false) {
        if (verbose) return stock.call(this, inputs, batchSize, verbose);
        const predictBatch = (data: tf.Tensor[], size: number) => stock.call(this, data, size);
        return predictByGraph(this, { programs, inputs, batchSize, predictBatch });
      };
    }),
  ];
}
