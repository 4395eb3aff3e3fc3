import { expectation } from '../errors';
import { patchAdam } from './optimizers/adam';
import { admitBfloat16 } from './native/bfloat16';
import { releaseConstants } from './native/constants';
import { addDropoutKernel, type DropoutState } from './kernels/dropout';
import { explainModel, type Explanation } from './graph/explain';
import { patchModelMethods } from './graph/model-methods';
import { openGraphCache } from './graph/graph-cache';
import { patchBatchNormalization } from './kernels/batch-normalization';
import { addBiasKernels } from './kernels/bias';
import { onNativeBackend } from './kernels/call';
import { patchConvolutions } from './kernels/convolution';
import { fuseCrossEntropy } from './kernels/cross-entropy';
import { patchGather } from './kernels/gather';
import { patchMatMul } from './kernels/matmul';
import { hasOnednnPool, patchMaxPool } from './kernels/max-pool';
import { patchRelu } from './kernels/relu';
import { patchElementwise } from './kernels/elementwise';
import { patchAveragePool } from './kernels/average-pool';
import { patchReshapes } from './kernels/reshape';
import { patchLayerCalls } from './layers';
import { DataType, nativeBackend } from './native/binding';
import { dropAllStates } from './native/tensor-state';
import { openNoise } from './kernels/noise';
import { checkOneCopy } from './native/one-copy';
import { watchLastLayers } from './kernels/output-precision';
import { describeProcessor } from './processor';
import { undoAll, type Undo } from './native/patch';
import { tf } from './tensorflow';

/** The number format of convolutions and of what flows between them. */
export type Precision = 'float32' | 'bfloat16';

/** How {@link useFastTraining} computes. */
export interface FastTrainingOptions {
  /** 'auto' is bfloat16 on a processor that multiplies it in hardware (and with oneDNN), float32 elsewhere. */
  precision?: Precision | 'auto';
  /** Start of the stream of dropout masks, an integer. */
  seed?: number;
  /** The `tf` that the models are made with, to make sure that it is the copy which this library has. */
  tf?: { LayersModel: unknown };
}

/** Fast training that is on. Call it to undo everything. */
export interface FastTraining {
  (): void;
  /** What was got for the precision asked for. */
  readonly precision: Precision;
  /** Where the stream of dropout masks stands; set it to resume a training where it was left. */
  dropoutState: DropoutState;
  /**
   * Tells what of a model's work is one TensorFlow graph, what runs op by op, and why.
   *
   * @example fast.explain(model); // { train: 'op by op: a loss that is a function', evaluate: …, predict: 'a graph' }
   */
  explain(model: tf.LayersModel): Explanation;
}

const KEY = Symbol.for('emotion-notebooks.fast-training');

/**
 * What is on, kept outside the module: a notebook kernel loads the library anew after an edit, and the new one must
 * undo what the old one left in tfjs instead of building on it.
 */
const registry = globalThis as { [KEY]?: FastTraining };

/** What this copy of the module has turned on. */
let own: FastTraining | undefined;

/**
 * Makes tfjs-node train and predict on TensorFlow's own fused ops, for every model of tf.layers: convolutions, batch
 * normalization, ReLU, max pool, dropout, softmax with cross-entropy and Adam. Models, names and saved files stay as they are. With 'bfloat16'
 * (Kalamkar et al. 2019, arXiv:1905.12322) convolutions compute in bfloat16 and what flows between them stays in it;
 * weights, statistics, loss and updates are float32. What the engine has no op for runs as before.
 *
 * Called again with the same precision it changes nothing but the stream of masks, when a seed is given; with
 * another precision it starts over.
 *
 * @returns a function that undoes it, with the precision that was got
 * @throws ExpectationError if the precision or the seed cannot be, without tfjs-node's processor backend, or for another
 *   copy of tfjs-node
 * @example
 * const fast = useFastTraining({ precision: 'auto', seed: 1 });
 * console.log(fast.precision); // 'bfloat16' on a processor with AVX512_BF16
 * await model.fit(x, y);
 * fast();
 */
export function useFastTraining({
  precision = 'auto',
  seed,
  tf: made,
}: FastTrainingOptions = {}): FastTraining {
  if (seed !== undefined) checkSeed(seed);
  checkOneCopy(made);
  checkBackend();
  const got = resolvePrecision(precision);
  const current = registry[KEY];
  if (current && current === own && current.precision === got) {
    if (seed !== undefined) current.dropoutState = { seed, drawn: 0 };
    return current;
  }
  const start = seed === undefined ? (current?.dropoutState ?? { seed: 0, drawn: 0 }) : { seed, drawn: 0 };
  current?.();
  own = registry[KEY] = install(got, start);
  return own;
}

function resolvePrecision(precision: Precision | 'auto'): Precision {
  if (precision === 'auto') {
    // Without oneDNN TensorFlow adds up in bfloat16, slowly and not well enough.
    const onednn = process.env.TF_ENABLE_ONEDNN_OPTS !== '0' && hasOnednnPool();
    return describeProcessor().bfloat16 && onednn ? 'bfloat16' : 'float32';
  }
  if (precision !== 'float32' && precision !== 'bfloat16') {
    throw expectation('precision', { expectation: "'auto', 'float32' or 'bfloat16'", found: precision });
  }
  return precision;
}

function checkSeed(seed: number): void {
  if (!Number.isInteger(seed)) throw expectation('seed', { expectation: 'an integer', found: seed });
}

function checkBackend(): void {
  const backend = nativeBackend();
  if (!onNativeBackend() || backend.isUsingGpuDevice) {
    throw expectation('the backend of tfjs', {
      expectation: 'tfjs-node on the processor',
      found: onNativeBackend() ? 'tfjs-node on a graphics card' : tf.getBackend(),
      advice:
        "Fast training replaces kernels of @tensorflow/tfjs-node. Call tf.setBackend('tensorflow') first.",
    });
  }
}

function install(precision: Precision, start: DropoutState): FastTraining {
  const state = { ...start };
  const undos: Undo[] = [
    releaseConstants,
    dropAllStates,
    admitBfloat16(),
    ...patchConvolutions(DataType[precision]),
    ...patchBatchNormalization(),
    ...patchRelu(),
    ...patchMaxPool(),
    ...patchReshapes(),
    ...patchElementwise(),
    ...patchAveragePool(),
    ...patchGather(),
    ...patchMatMul(),
    ...addBiasKernels(),
    ...addDropoutKernel(state),
    openNoise(state),
    ...patchLayerCalls(),
    // In float32 everything is exact.
    ...(precision === 'bfloat16' ? [watchLastLayers()] : []),
    ...fuseCrossEntropy(),
    ...patchAdam(),
    openGraphCache(state),
    ...patchModelMethods(),
  ];
  let on = true;
  const undo = () => {
    if (!on) return;
    on = false;
    undoAll(undos);
    own = registry[KEY] = undefined;
  };
  Object.defineProperties(undo, {
    precision: { value: precision, enumerable: true },
    explain: { value: explainModel, enumerable: true },
    dropoutState: {
      enumerable: true,
      get: (): DropoutState => ({ ...state }),
      set: ({ seed, drawn }: DropoutState) => {
        checkSeed(seed);
        Object.assign(state, { seed, drawn });
      },
    },
  });
  return undo as FastTraining;
}
