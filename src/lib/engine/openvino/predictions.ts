import { availableParallelism } from 'node:os';
import { expectation } from '../../errors';
import { entryOf } from '../native/native-op';
import type { Undo } from '../native/patch';
import { toOnnx } from '../onnx/to-onnx';
import { describeProcessor } from '../processor';
import { tf } from '../tensorflow';
import { areFinite, canRead } from './can-read';
import { channelsFirst } from './channels-first';
import { isCompiledForPrediction, stopCompiling } from './compile-for-prediction';
import { CompiledNetwork } from './compiled-network';
import { loadLibrary } from './load-library';
import { Networks, warnOfFailure } from './networks';

/** From how many images on they are run in streams, one for each processor. */
const LARGE = 32;
const STREAMS = availableParallelism();

/** How many images a stream runs at a time: on many processors fewer, so that a batch keeps them all busy. */
const STREAM_BATCH = Math.min(16, Math.ceil((2 * LARGE) / STREAMS));

/** How many outputs a model may have for its last layer to be computed in float32. */
const MOST_EXACT = 100;

type Precision = 'float32' | 'bfloat16';

/** What a model's predictions depend on apart from its weights. */
interface Witness {
  isUnchanged(): boolean;
}

/** How to predict. */
interface Options {
  batchSize: number;
  /** Looks at the model; undefined if it may compute something else at each call. */
  witness: () => Witness | undefined;
}

/** A model's compiled networks, as long as nothing they were made from changes. */
interface Compiled {
  witness: Witness;
  weights: readonly LayerWeight[];
  /** The data of each weight, and its handle: another object or number means other values. */
  versions: readonly Version[];
  /** Each is compiled when it is first needed, which takes a tenth of a second. */
  networks: Map<NetworkKind, CompiledNetwork>;
}

/** For one image, for many that are run in streams, and for any number. */
type NetworkKind = 'one' | 'many' | 'any';

const SIZES: Record<NetworkKind, { batch?: number; streams?: number }> = {
  one: { batch: 1 },
  many: { batch: STREAM_BATCH, streams: STREAMS },
  any: {},
};

interface Version {
  dataId: object;
  id: number;
}

type LayerWeight = tf.LayersModel['weights'][number];

/** What OpenVINO has compiled in the active fast training. Each model's networks are freed with it. */
export class Predictions {
  private readonly all = new WeakMap<tf.LayersModel, Compiled>();
  private readonly networks = new Networks();
  /** By model: why it predicts with TensorFlow; undefined if it does not. */
  private readonly reasons = new WeakMap<tf.LayersModel, string | undefined>();

  constructor(private readonly precision: Precision) {}

  /**
   * Predicts images in batches.
   *
   * @returns undefined if TensorFlow has to
   */
  run(
    model: tf.LayersModel,
    { inputs, ...options }: Options & { inputs: tf.Tensor | tf.Tensor[] },
  ): tf.Tensor | undefined {
    const images = Array.isArray(inputs) ? inputs[0] : inputs;
    if (this.whyNot(model) !== undefined || !canRead(images)) return undefined;
    const [count] = images.shape;
    const result = this.runValues(model, { values: channelsFirst(images), count, ...options });
    return result && tf.tensor(result, [count, result.length / count]);
  }

  /**
   * The same for the images' values in ONNX's order of the axes.
   *
   * @param model one that {@link whyNot} has nothing against
   * @returns `[count * width of the output]`; undefined if TensorFlow has to
   */
  runValues(
    model: tf.LayersModel,
    { values, count, batchSize, witness }: Options & { values: Float32Array; count: number },
  ): Float32Array | undefined {
    const compiled = this.compiledFor(model, witness);
    // A NaN would be lost on the way: OpenVINO's ReLU makes it 0.
    if (compiled === undefined || !areFinite(values)) return undefined;
    try {
      return this.predict({ model, compiled, values, count, batchSize });
    } catch (error) {
      this.giveUp(model, error);
      return undefined;
    }
  }

  /** Why a model predicts with TensorFlow; undefined if it does not. */
  whyNot(model: tf.LayersModel): string | undefined {
    if (!isCompiledForPrediction(model)) return 'it is not compiled for prediction';
    if (!this.reasons.has(model)) this.reasons.set(model, this.findReason(model));
    return this.reasons.get(model);
  }

  private findReason({ inputs, outputs }: tf.LayersModel): string | undefined {
    const library = loadLibrary();
    if ('reason' in library) return library.reason;
    if (this.precision === 'bfloat16' && !describeProcessor().bfloat16)
      return 'the processor has no bfloat16 instructions';
    const isKnown = (shape: readonly (number | null)[], rank: number) =>
      shape.length === rank && shape.slice(1).every((length) => length !== null);
    if (inputs.length !== 1 || outputs.length !== 1) return 'it has several inputs or outputs';
    if (!isKnown(inputs[0].shape, 4) || !isKnown(outputs[0].shape, 2))
      return 'it does not take images and return rows of numbers';
    return undefined;
  }

  /** The networks of a model; undefined if it has changed since they were compiled. */
  private compiledFor(model: tf.LayersModel, look: Options['witness']): Compiled | undefined {
    const found = this.all.get(model);
    if (found === undefined) {
      const witness = look();
      if (witness === undefined) return undefined;
      const { weights } = model;
      const fresh: Compiled = { witness, weights, versions: weights.map(versionOf), networks: new Map() };
      this.all.set(model, fresh);
      return fresh;
    }
    if (found.witness.isUnchanged() && areUnchanged(found)) return found;
    this.forget(model);
    return undefined;
  }

  private predict({
    model,
    compiled,
    values,
    count,
    batchSize,
  }: {
    model: tf.LayersModel;
    compiled: Compiled;
    values: Float32Array;
    count: number;
    batchSize: number;
  }): Float32Array {
    const length = values.length / count;
    const rows = model.outputs[0].shape[1]!;
    const result = new Float32Array(count * rows);
    const run = (kind: NetworkKind, begin: number, end: number) => {
      const network = this.networkFor(kind, { model, compiled });
      result.set(network.run(values.subarray(begin * length, end * length), end - begin)[0], begin * rows);
    };
    const isLarge = Math.min(batchSize, count) >= LARGE;
    const inStreams = isLarge ? count - (count % STREAM_BATCH) : 0;
    if (inStreams > 0) run('many', 0, inStreams);
    for (let begin = inStreams; begin < count; begin += batchSize) {
      const end = Math.min(begin + batchSize, count);
      run(end - begin === 1 ? 'one' : 'any', begin, end);
    }
    return result;
  }

  private networkFor(
    kind: NetworkKind,
    { model, compiled: { networks } }: { model: tf.LayersModel; compiled: Compiled },
  ): CompiledNetwork {
    let network = networks.get(kind);
    if (network === undefined) {
      network = this.compile(kind, model);
      networks.set(kind, network);
    }
    return network;
  }

  private compile(kind: NetworkKind, model: tf.LayersModel): CompiledNetwork {
    if (!model.weights.every((weight) => areFinite(weight.read().dataSync<'float32'>())))
      throw expectation(`the weights of ${model.name}`, { expectation: 'finite', found: 'NaN or infinite' });
    const [height, width, channels] = model.inputs[0].shape.slice(1) as number[];
    // Of many outputs, the products would take more memory than the network.
    const exactEnd = this.precision === 'bfloat16' && model.outputs[0].shape[1]! <= MOST_EXACT;
    const network = CompiledNetwork.compile(toOnnx(model, { labels: [], exactEnd }), {
      ...SIZES[kind],
      image: [channels, height, width],
      widths: [model.outputs[0].shape[1]!],
      precision: this.precision,
    });
    return this.networks.add(model, network);
  }

  /**
   * Leaves a model to TensorFlow from now on. A weight that is NaN shows in TensorFlow's results.
   */
  private giveUp(model: tf.LayersModel, error: unknown): void {
    this.forget(model);
    this.reasons.set(model, warnOfFailure(error));
  }

  private forget(model: tf.LayersModel): void {
    this.networks.free(model);
    this.all.delete(model);
    stopCompiling(model);
  }

  /** Frees all networks. */
  close(): void {
    this.networks.freeAll();
  }
}

function versionOf(weight: LayerWeight): Version {
  const variable = weight.read();
  return { dataId: variable.dataId, id: entryOf(variable).id };
}

/** Whether a model's weights have the values that they had. Makes no objects: it is called for each image. */
function areUnchanged({ weights, versions }: Compiled): boolean {
  for (let i = 0; i < weights.length; i++) {
    const variable = weights[i].read();
    if (variable.dataId !== versions[i].dataId || entryOf(variable).id !== versions[i].id) return false;
  }
  return true;
}

let current: Predictions | undefined;

/** What OpenVINO has compiled in the active fast training; undefined if it is not to be used. */
export function currentPredictions(): Predictions | undefined {
  return current;
}

/** Makes a new one the {@link currentPredictions}, until undone. */
export function openPredictions(precision: Precision): Undo {
  const opened = new Predictions(precision);
  current = opened;
  return () => {
    opened.close();
    current = undefined;
  };
}
