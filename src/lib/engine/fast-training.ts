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
import { patchGraphModels } from './openvino/graph-predictions';
import { openPredictions } from './openvino/predictions';
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
import { checkOneCopy, watchForSecondCopy } from './native/one-copy';
import { watchLastLayers } from './kernels/output-precision';
import { describeProcessor } from './processor';
import { undoAll, type Undo } from './native/patch';
import { tf } from './tensorflow';

/** The number format of convolutions and of the activations between them. */
export type Precision = 'float32' | 'bfloat16';

/** Options of {@link useFastTraining}. */
export interface FastTrainingOptions {
  /**
   * 'auto' means bfloat16 where the processor multiplies it in hardware and TensorFlow has oneDNN,
   * and float32 elsewhere.
   */
  precision?: Precision | 'auto';
  /** Seed of the dropout masks, an integer. */
  seed?: number;
  /**
   * Whether models that are compiled for prediction (see {@link compileForPrediction}) may predict
   * with OpenVINO where it is installed; true by default.
   */
  openvino?: boolean;
  /**
   * The `tf` that builds your models. Pass it to check that it is the copy this library patches.
   */
  tf?: { LayersModel: unknown };
}

/** Handle of the active fast training. Call it to undo everything. */
export interface FastTraining {
  (): void;
  /** The precision in use. */
  readonly precision: Precision;
  /** Whether models may predict with OpenVINO. */
  readonly openvino: boolean;
  /** Position in the stream of dropout masks. Set it to resume a training run exactly. */
  dropoutState: DropoutState;
  /**
   * Reports which parts of a model's work run as one TensorFlow graph, which in OpenVINO (see
   * {@link compileForPrediction}), which op by op, and why.
   *
   * @throws ExpectationError if another copy of tfjs-node has built the model
   * @example
   * fast.explain(model);
   * // { train: 'op by op: a loss that is a function', evaluate: …, predict: 'a graph' }
   */
  explain(model: tf.LayersModel): Explanation;
}

const KEY = Symbol.for('emotion-notebooks.fast-training');

/**
 * The active fast training. It is stored globally because a notebook kernel reloads the library
 * after an edit, and the new copy must undo the old copy's patches instead of patching on top of
 * them.
 */
const registry = globalThis as { [KEY]?: FastTraining };

/** The fast training that this copy of the module has turned on. */
let own: FastTraining | undefined;

/**
 * Makes tfjs-node train and predict with TensorFlow's own fused ops, for every tf.layers model:
 * convolutions, batch normalization, ReLU, max pooling, dropout, softmax with cross-entropy, and
 * Adam. Models, layer names and saved files do not change. With 'bfloat16' (Kalamkar et al. 2019,
 * arXiv:1905.12322) convolutions and the activations between them are bfloat16; weights,
 * statistics, the loss and updates stay float32. Anything without a fused op runs as before.
 *
 * A second call with the same settings only restarts the stream of dropout masks, and only if a
 * seed is given. A call with others turns fast training off and on again.
 *
 * @returns a function that undoes all patches, with the precision in use as a property
 * @throws ExpectationError if the precision or the seed is invalid, if tfjs does not run on
 *   tfjs-node's CPU backend, or if `tf` is another copy of tfjs-node
 * @example
 * const fast = useFastTraining({ precision: 'auto', seed: 1 });
 * console.log(fast.precision); // 'bfloat16' on a processor with AVX512_BF16
 * await model.fit(x, y);
 * fast();
 */
export function useFastTraining({
  precision = 'auto',
  seed,
  openvino = true,
  tf: given,
}: FastTrainingOptions = {}): FastTraining {
  if (seed !== undefined) checkSeed(seed);
  checkOneCopy(given);
  checkBackend();
  const resolved = resolvePrecision(precision);
  const current = registry[KEY];
  if (current && current === own && current.precision === resolved && current.openvino === openvino) {
    if (seed !== undefined) current.dropoutState = { seed, drawn: 0 };
    return current;
  }
  const start = seed === undefined ? (current?.dropoutState ?? { seed: 0, drawn: 0 }) : { seed, drawn: 0 };
  current?.();
  own = registry[KEY] = install(resolved, { start, openvino });
  return own;
}

function resolvePrecision(precision: Precision | 'auto'): Precision {
  if (precision === 'auto') {
    // Without oneDNN, TensorFlow accumulates in bfloat16, which is slow and too inaccurate.
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

function install(
  precision: Precision,
  { start, openvino }: { start: DropoutState; openvino: boolean },
): FastTraining {
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
    // In float32 every layer is exact anyway.
    ...(precision === 'bfloat16' ? [watchLastLayers()] : []),
    ...fuseCrossEntropy(),
    ...patchAdam(),
    openGraphCache(state),
    ...(openvino ? [openPredictions(precision), ...patchGraphModels()] : []),
    ...patchModelMethods(),
    watchForSecondCopy(() => undo()),
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
    openvino: { value: openvino, enumerable: true },
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
