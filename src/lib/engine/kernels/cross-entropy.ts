import { tf } from '../tensorflow';
import { attribute, DataType } from '../native/binding';
import { entryOf, executeNative, toTensor } from '../native/native-op';
import { leaveState } from '../native/tensor-state';
import { addKernel, patchGradient, patchMethod, type Undo } from '../native/patch';
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
    patchGradient({
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

/** Whether a loss may be worked out: inside of a gradient, or by a model that is evaluated. */
function isInLoss(): boolean {
  return gradientDepth() === 1 || (isScoring && gradientDepth() === 0);
}

/** A softmax remembers what it was computed from, for the loss: see {@link crossEntropy}. */
function rememberLogits(): Undo {
  const { classNameMap } = tf.serialization.SerializationMap.getMap() as unknown as {
    classNameMap: Record<string, [{ prototype: Softmax }]>;
  };
  return patchMethod(classNameMap.softmax[0].prototype, 'apply', (stock) => {
    return function apply(this: Softmax, x, axis = -1) {
      const y = stock.call(this, x, axis);
      if (!onNativeBackend() || !isInLoss() || !isFloat(x) || x.rank !== 2) return y;
      if (axis !== -1 && axis !== 1) return y;
      // On the tape, and alive as long as y is: the layer's own tensor dies with its call.
      leaveState(entryOf(y), { logits: { of: y.id, tensor: tf.keep(tf.clone(x)) } });
      return y;
    };
  });
}

/**
 * The categorical cross-entropy of each row, of probabilities that came out of a softmax: from what went into it, so
 * that neither a logarithm of a rounded probability nor the softmax' gradient is taken. tfjs clips probabilities at 1e-7,
 * a loss of 16.118, and has no gradient beyond; this has both, for sure, wrong answers, too.
 *
 * @returns `[batch]`, or undefined when the probabilities are of other origin
 */
export function crossEntropy(labels: tf.Tensor, probabilities: tf.Tensor): tf.Tensor | undefined {
  if (!onNativeBackend() || !isFloat(labels) || !isInLoss()) return undefined;
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
  makeTrainFunction(): BatchFunction;
  makeTestFunction(): void;
  testFunction: BatchFunction;
}

/** Whether the model was compiled with that loss for an output, by name. */
function hasCrossEntropy({ loss, outputNames }: CompiledModel, index: number): boolean {
  const one =
    typeof loss === 'object' && loss !== null
      ? (loss as Record<string, unknown>)[Array.isArray(loss) ? index : outputNames[index]]
      : loss;
  return one === 'categoricalCrossentropy';
}

/** Whether a model works out its loss, whatever for. */
let isScoring = false;

type BatchFunction = (data: tf.Tensor[]) => tf.Scalar[];

/** The same with {@link crossEntropy} in place of the loss by that name; what the model holds as its loss stays as it is. */
function withCrossEntropy(model: CompiledModel, work: BatchFunction): BatchFunction {
  return (data) => {
    const own = model.lossFunctions;
    model.lossFunctions = own.map((loss, i) =>
      hasCrossEntropy(model, i)
        ? (labels, output) => crossEntropy(labels, output) ?? loss(labels, output)
        : loss,
    );
    isScoring = true;
    try {
      return work(data);
    } finally {
      isScoring = false;
      model.lossFunctions = own;
    }
  };
}

/** Lets models train on {@link crossEntropy}, and be evaluated by it, as Keras does both. */
function patchLoss(): Undo[] {
  const { prototype } = tf.LayersModel as unknown as { prototype: CompiledModel };
  return [
    patchMethod(prototype, 'makeTrainFunction', (stock) => {
      return function makeTrainFunction(this: CompiledModel) {
        return withCrossEntropy(this, stock.call(this));
      };
    }),
    patchMethod(prototype, 'makeTestFunction', (stock) => {
      return function makeTestFunction(this: CompiledModel) {
        stock.call(this);
        this.testFunction = withCrossEntropy(this, this.testFunction);
      };
    }),
  ];
}

/** Softmax with categorical cross-entropy, in training and evaluation, as one op. */
export function fuseCrossEntropy(): Undo[] {
  return [...crossEntropyKernel(), rememberLogits(), ...patchLoss()];
}
