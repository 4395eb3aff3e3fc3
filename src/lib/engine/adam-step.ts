import { tf } from './tensorflow';
import { attribute, DataType, entryOf, executeNative, nativeBackend, release, toTensor } from './native-op';

/** One weight of a model with what Adam keeps of it; all four have the same shape. */
export interface AdamParameter {
  variable: tf.Variable;
  /** Moving mean of the gradients, zeros before the first step. */
  first: tf.Variable;
  /** Moving mean of their squares, zeros before the first step. */
  second: tf.Variable;
  gradient: tf.Tensor;
  /** Part of the weight taken away before the step: learning rate times weight decay in AdamW. */
  decay?: number;
}

/** The numbers of a step of Adam. */
export interface AdamNumbers {
  learningRate: number;
  beta1: number;
  beta2: number;
  /** Added to the root of the corrected second mean, as tfjs does it. */
  epsilon: number;
  /** beta1 to the power of the step's number, which starts at 1. */
  power1: number;
  /** beta2 to the same power. */
  power2: number;
}

/** TensorFlow's name for a resource that dies with its last handle (ResourceHandle::ANONYMOUS_NAME). */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

const DTYPE = attribute.type('dtype', DataType.float32);
const T = attribute.type('T', DataType.float32);
const UNLOCKED = attribute.bool('use_locking', false);

/** A handle of a TensorFlow variable that starts with the buffer of a tensor, without a copy. */
function openResource(value: number): number {
  const attributes = [
    attribute.string('container', ''),
    attribute.string('shared_name', ANONYMOUS),
    DTYPE,
    // Only declared, not checked: the same for all, so that TensorFlow prepares one kernel and not one per shape.
    attribute.shape('shape', []),
  ];
  const [resource] = executeNative('VarHandleOp', attributes, []);
  executeNative('AssignVariableOp', [DTYPE], [resource.id, value], 0);
  return resource.id;
}

/**
 * One step of Adam (Kingma and Ba 2015, arXiv:1412.6980) for all parameters, each in one pass by TensorFlow's own op on
 * the buffers of the tfjs variables; with `decay` one of AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101). Needs
 * tfjs-node's backend, not fast training. Clones of the variables keep their values.
 *
 * @example
 * adamStep([{ variable, first, second, gradient }], { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7,
 *   power1: 0.9 ** step, power2: 0.999 ** step });
 */
export function adamStep(parameters: readonly AdamParameter[], numbers: AdamNumbers): void {
  const { binding } = nativeBackend();
  const { learningRate, beta1, beta2, epsilon, power1, power2 } = numbers;
  const scalar = (value: number) => binding.createTensor([], DataType.float32, new Float32Array([value]));
  // TensorFlow adds epsilon before the bias correction, tfjs after it: sqrt(1 - beta2^t) turns one into the other.
  const hyper = [power1, power2, learningRate, beta1, beta2, epsilon * Math.sqrt(1 - power2)].map(scalar);
  const decays = new Map<number, number>();
  for (const { variable, first, second, gradient, decay = 0 } of parameters) {
    if (decay && !decays.has(decay)) decays.set(decay, scalar(decay));
    updateInPlace([variable, first, second], (resources, value) => {
      if (decay) {
        const [resource] = resources;
        executeNative(
          'ResourceApplyGradientDescent',
          [T, UNLOCKED],
          [resource, decays.get(decay)!, value],
          0,
        );
      }
      return () =>
        executeNative(
          'ResourceApplyAdam',
          [T, UNLOCKED, attribute.bool('use_nesterov', false)],
          [...resources, ...hyper, { tensor: gradient, as: DataType.float32 }],
          0,
        );
    });
  }
  release(...hyper, ...decays.values());
}

/**
 * Lends the buffers of tfjs variables to TensorFlow ones. `prepare` may still read the first one's value and returns the
 * update, which then runs in place.
 */
function updateInPlace(
  variables: readonly tf.Variable[],
  prepare: (resources: number[], value: number) => () => void,
): void {
  const backend = nativeBackend();
  // Writes out what still waits in JavaScript and widens what is in bfloat16.
  backend.getInputTensorIds(variables);
  const entries = variables.map(entryOf);
  const resources = entries.map(({ id }) => openResource(id));
  const update = prepare(resources, entries[0].id);
  // TensorFlow updates a buffer in place when nobody else holds it and copies it first otherwise: let go of ours,
  // except where another tensor (a clone) shares it and must keep the old values.
  const shared = entries.map(({ refCount }) => refCount > 1);
  entries.forEach(({ id }, i) => shared[i] || backend.binding.deleteTensor(id));
  update();
  variables.forEach((variable, i) => {
    const [updated] = executeNative('ReadVariableOp', [DTYPE], [resources[i]]);
    if (shared[i]) {
      const fresh = toTensor(updated);
      variable.assign(fresh);
      fresh.dispose();
    } else {
      entries[i].id = updated.id;
    }
  });
  release(...resources);
}
