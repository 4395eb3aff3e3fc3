import { tf } from '../tensorflow';
import { attribute, DataType, entryOf, executeNative, toTensor } from '../native-op';
import { addKernel, replaceGradient, replaceMethod, type Undo } from '../replace';
import { leaveState } from '../tensor-state';
import { gradientDepth, isFloat, onNativeBackend, runKernel } from './call';

const NAME = 'SoftmaxCrossEntropy';

/** The loss and its gradient by TensorFlow's one op for both. */
function crossEntropyKernel(): Undo[] {
  return [
    addKernel(NAME, ({ inputs }) => {
      const { logits, labels } = inputs as Record<string, tf.Tensor>;
      const operands = [logits, labels].map((tensor) => ({ tensor, as: DataType.float32 }));
      const T = attribute.type('T', DataType.float32);
      return tf.tidy(() => {
        const [loss, difference] = executeNative('SoftmaxCrossEntropyWithLogits', [T], operands, 2).map(
          toTensor,
        );
        // The op's gradient is p - l, that of labels which sum up to 1. With a class weight in them it is s p - l.
        const sum = tf.sum(labels, -1, true);
        return [loss, tf.add(tf.mul(difference, sum), tf.mul(labels, tf.sub(sum, 1)))];
      });
    }),
    replaceGradient({
      kernelName: NAME,
      inputsToSave: ['logits'],
      outputsToSave: [false, true],
      gradFunc: (dys, [logits, gradient]) => {
        const dy = tf.expandDims((dys as tf.Tensor[])[0], -1);
        return {
          logits: () => tf.mul(dy, gradient),
          labels: () => tf.mul(dy, tf.neg(tf.logSoftmax(logits))),
        };
      },
    }),
  ];
}

/** tfjs-layers' activation behind the name softmax, whatever layer it ends. */
interface Softmax {
  apply(x: tf.Tensor, axis?: number): tf.Tensor;
}

/** A softmax in training remembers what it was computed from, for the loss: see {@link crossEntropy}. */
function rememberLogits(): Undo {
  const { classNameMap } = tf.serialization.SerializationMap.getMap() as unknown as {
    classNameMap: Record<string, [{ prototype: Softmax }]>;
  };
  return replaceMethod(classNameMap.softmax[0].prototype, 'apply', (stock) => {
    return function apply(this: Softmax, x, axis = -1) {
      const y = stock.call(this, x, axis);
      if (!onNativeBackend() || gradientDepth() !== 1 || !isFloat(x) || x.rank !== 2) return y;
      if (axis !== -1 && axis !== 1) return y;
      // On the tape, and alive as long as y is: the layer's own tensor dies with its call.
      leaveState(entryOf(y), { logits: { of: y.id, tensor: tf.keep(tf.clone(x)) } });
      return y;
    };
  });
}

/**
 * The categorical cross-entropy of each row, of probabilities that came out of a softmax: from what went into it, so
 * that neither a logarithm of a rounded probability nor the softmax' gradient is taken.
 *
 * @returns `[batch]`, or undefined when the probabilities are of other origin
 */
export function crossEntropy(labels: tf.Tensor, probabilities: tf.Tensor): tf.Tensor | undefined {
  if (!onNativeBackend() || !isFloat(labels) || gradientDepth() !== 1) return undefined;
  const { of, tensor: logits } = entryOf(probabilities).logits ?? {};
  if (of !== probabilities.id || !logits || logits.isDisposed) return undefined;
  if (!tf.util.arraysEqual(logits.shape, labels.shape)) return undefined;
  return runKernel<tf.Tensor[]>(NAME, { logits, labels })[0];
}

type Loss = (labels: tf.Tensor, output: tf.Tensor) => tf.Tensor;

/** What the engine reads of a compiled model. */
interface CompiledModel {
  /** As given to compile(): one for all outputs, or one for each, by place or by name. */
  loss: unknown;
  outputNames: string[];
  lossFunctions: Loss[];
  makeTrainFunction(): (data: tf.Tensor[]) => tf.Scalar[];
}

/** Whether the model was compiled with that loss for an output, by name. */
function hasCrossEntropy({ loss, outputNames }: CompiledModel, index: number): boolean {
  const one =
    typeof loss === 'object' && loss !== null
      ? (loss as Record<string, unknown>)[Array.isArray(loss) ? index : outputNames[index]]
      : loss;
  return one === 'categoricalCrossentropy';
}

/** Lets models train on {@link crossEntropy}; what they hold as their loss stays as it is. */
function replaceLoss(): Undo {
  const { prototype } = tf.LayersModel as unknown as { prototype: CompiledModel };
  return replaceMethod(prototype, 'makeTrainFunction', (stock) => {
    return function makeTrainFunction(this: CompiledModel) {
      const trainStep = stock.call(this);
      return (data) => {
        const own = this.lossFunctions;
        this.lossFunctions = own.map((loss, i) =>
          hasCrossEntropy(this, i)
            ? (labels, output) => crossEntropy(labels, output) ?? loss(labels, output)
            : loss,
        );
        try {
          return trainStep(data);
        } finally {
          this.lossFunctions = own;
        }
      };
    };
  });
}

/** Softmax with categorical cross-entropy, in training, as one op. */
export function fuseCrossEntropy(): Undo[] {
  return [...crossEntropyKernel(), rememberLogits(), replaceLoss()];
}
