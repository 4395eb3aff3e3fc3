import { tf } from './tensorflow';
import { onNativeBackend } from './kernels/call';
import { attribute, DataType, entryOf, executeNative, nativeBackend, release, toTensor } from './native-op';
import { replaceMethod, type Undo } from './replace';

/** What the engine reads and keeps up to date of tfjs' Adam. */
interface StockAdam {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: Moment[];
  accumulatedSecondMoment: Moment[];
  applyGradients(gradients: Gradients): void;
  incrementIterations(): void;
}

interface NamedTensor {
  name: string;
  tensor: tf.Tensor;
}

type Gradients = tf.NamedTensorMap | NamedTensor[];

interface Moment {
  originalName: string;
  variable: tf.Variable;
}

/** TensorFlow's name for a resource that dies with its last handle (ResourceHandle::ANONYMOUS_NAME). */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

const DTYPE = attribute.type('dtype', DataType.float32);

/** A handle of a TensorFlow variable that starts with the buffer of a tensor, without a copy. */
function openResource(value: number, shape: number[]): number {
  const attributes = [
    attribute.string('container', ''),
    attribute.string('shared_name', ANONYMOUS),
    DTYPE,
    attribute.shape('shape', shape),
  ];
  const [resource] = executeNative('VarHandleOp', attributes, []);
  executeNative('AssignVariableOp', [DTYPE], [resource.id, value], 0);
  return resource.id;
}

/** Lends the buffers of tfjs variables to TensorFlow ones while `update` runs on those, in place where it may. */
function updateInPlace(variables: readonly tf.Variable[], update: (resources: number[]) => void): void {
  const { binding } = nativeBackend();
  // Writes out what still waits in JavaScript and widens what is in bfloat16.
  nativeBackend().getInputTensorIds(variables);
  const entries = variables.map(entryOf);
  const resources = entries.map(({ id, shape }) => openResource(id, shape));
  // TensorFlow updates a buffer in place when nobody else holds it and copies it first otherwise: let go of ours,
  // except where another tensor (a clone) shares it and must keep the old values.
  const shared = entries.map(({ refCount }) => refCount > 1);
  entries.forEach(({ id }, i) => shared[i] || binding.deleteTensor(id));
  update(resources);
  variables.forEach((variable, i) => {
    const [updated] = executeNative('ReadVariableOp', [DTYPE], [resources[i]]);
    if (shared[i]) variable.assign(toTensor(updated));
    else entries[i].id = updated.id;
  });
  release(...resources);
}

function scalar(value: number): number {
  return nativeBackend().binding.createTensor([], DataType.float32, new Float32Array([value]));
}

function fastApply(adam: StockAdam, gradients: Gradients): void {
  const { learningRate, beta1, beta2, epsilon, accBeta1, accBeta2 } = adam;
  const named: NamedTensor[] = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  tf.tidy(() => {
    const [power1] = accBeta1.dataSync();
    const [power2] = accBeta2.dataSync();
    // TensorFlow adds epsilon before the bias correction, tfjs after it: sqrt(1 - beta2^t) turns one into the other.
    const hyper = [power1, power2, learningRate, beta1, beta2, epsilon * Math.sqrt(1 - power2)].map(scalar);
    named.forEach(({ name, tensor }, i) => {
      const value = (tf.engine() as unknown as { registeredVariables: Record<string, tf.Variable> })
        .registeredVariables[name];
      const first = (adam.accumulatedFirstMoment[i] ??= zeroMoment(`${name}/m`, value));
      const second = (adam.accumulatedSecondMoment[i] ??= zeroMoment(`${name}/v`, value));
      if (tensor == null) return;
      updateInPlace([value, first.variable, second.variable], (resources) =>
        executeNative(
          'ResourceApplyAdam',
          [
            attribute.type('T', DataType.float32),
            attribute.bool('use_locking', false),
            attribute.bool('use_nesterov', false),
          ],
          [...resources, ...hyper, { tensor, as: DataType.float32 }],
          0,
        ),
      );
    });
    release(...hyper);
    accBeta1.assign(tf.mul(accBeta1, beta1));
    accBeta2.assign(tf.mul(accBeta2, beta2));
  });
  adam.incrementIterations();
}

function zeroMoment(originalName: string, value: tf.Variable): Moment {
  return { originalName, variable: tf.tidy(() => tf.zerosLike(value).variable(false)) };
}

/**
 * Adam (Kingma and Ba 2015, arXiv:1412.6980) as TensorFlow's one-pass op on the buffers of tfjs' own variables: same
 * numbers, same state, so that getWeights(), setWeights() and a later stock step find what they expect.
 */
export function replaceAdam(): Undo {
  const { prototype } = tf.AdamOptimizer as unknown as { prototype: StockAdam };
  return replaceMethod(prototype, 'applyGradients', (stock) => {
    return function applyGradients(this: StockAdam, gradients) {
      if (onNativeBackend()) fastApply(this, gradients);
      else stock.call(this, gradients);
    };
  });
}
