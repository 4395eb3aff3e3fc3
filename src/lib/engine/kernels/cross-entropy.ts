import { tf } from '../tensorflow';
import { attribute, DataType } from '../native/binding';
import { entryOf, executeNative, toTensor } from '../native/native-op';
import { attachState } from '../native/tensor-state';
import { addKernel, patchGradient, patchMethod, type Undo } from '../native/patch';
import { gradientDepth, isFloat, onNativeBackend, runKernel } from './call';

const NAME = 'SoftmaxCrossEntropy';

/** Computes the loss and its gradient with TensorFlow's single op for both. */
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
        // The op's gradient is p - l, for labels that sum to 1. With a class weight s in the labels
        // it has to be s p - l.
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

/** tfjs-layers' softmax activation, of any layer. */
interface Softmax {
  apply(x: tf.Tensor, axis?: number): tf.Tensor;
}

/** Whether a loss may be computed: in a gradient, or when a model is evaluated. */
function isInLoss(): boolean {
  return gradientDepth() === 1 || (isScoring && gradientDepth() === 0);
}

/** Makes a softmax remember its input for the loss; see {@link crossEntropy}. */
function rememberLogits(): Undo {
  const { classNameMap } = tf.serialization.SerializationMap.getMap() as unknown as {
    classNameMap: Record<string, [{ prototype: Softmax }]>;
  };
  return patchMethod(classNameMap.softmax[0].prototype, 'apply', (stock) => {
    return function apply(this: Softmax, x, axis = -1) {
      const y = stock.call(this, x, axis);
      if (!onNativeBackend() || !isInLoss() || !isFloat(x) || x.rank !== 2) return y;
      if (axis !== -1 && axis !== 1) return y;
      // A clone is on the tape and lives as long as y. The layer disposes its own tensor.
      attachState(entryOf(y), { logits: { of: y.id, tensor: tf.keep(tf.clone(x)) } });
      return y;
    };
  });
}

/**
 * Computes the categorical cross-entropy of each row of softmax probabilities from the logits. This
 * avoids both the logarithm of a rounded probability and the gradient of the softmax. tfjs clips
 * probabilities at 1e-7: the loss is at most 16.118, without a gradient beyond. Here confident
 * wrong answers keep an exact loss and a gradient.
 *
 * @returns `[batch]`, or undefined if the probabilities did not come from a softmax
 */
export function crossEntropy(labels: tf.Tensor, probabilities: tf.Tensor): tf.Tensor | undefined {
  if (!onNativeBackend() || !isFloat(labels) || !isInLoss()) return undefined;
  const { of, tensor: logits } = entryOf(probabilities).logits ?? {};
  if (of !== probabilities.id || !logits || logits.isDisposed) return undefined;
  if (!tf.util.arraysEqual(logits.shape, labels.shape)) return undefined;
  return runKernel<tf.Tensor[]>(NAME, { logits, labels })[0];
}

type Loss = (labels: tf.Tensor, output: tf.Tensor) => tf.Tensor;

/** The members of a compiled model that the engine uses. */
interface CompiledModel {
  /**
   * As passed to compile(): one loss for all outputs, or one per output, by position or by name.
   */
  loss: unknown;
  outputNames: string[];
  lossFunctions: Loss[];
  makeTrainFunction(): BatchFunction;
  makeTestFunction(): void;
  testFunction: BatchFunction;
}

/** Whether the model was compiled with this loss, by name, for an output. */
function hasCrossEntropy({ loss, outputNames }: CompiledModel, index: number): boolean {
  const one =
    typeof loss === 'object' && loss !== null
      ? (loss as Record<string, unknown>)[Array.isArray(loss) ? index : outputNames[index]]
      : loss;
  return one === 'categoricalCrossentropy';
}

/** Whether a model is computing its loss, in training or evaluation. */
let isScoring = false;

type BatchFunction = (data: tf.Tensor[]) => tf.Scalar[];

/**
 * Runs a batch function with {@link crossEntropy} in place of the stock loss of that name. The
 * model's losses are restored afterwards.
 */
function withCrossEntropy(model: CompiledModel, run: BatchFunction): BatchFunction {
  return (data) => {
    const own = model.lossFunctions;
    model.lossFunctions = own.map((loss, i) =>
      hasCrossEntropy(model, i)
        ? (labels, output) => crossEntropy(labels, output) ?? loss(labels, output)
        : loss,
    );
    isScoring = true;
    try {
      return run(data);
    } finally {
      isScoring = false;
      model.lossFunctions = own;
    }
  };
}

/** Makes models train with {@link crossEntropy} and evaluate with it, as in Keras. */
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

/** Fuses softmax and categorical cross-entropy into one op, in training and evaluation. */
export function fuseCrossEntropy(): Undo[] {
  return [...crossEntropyKernel(), rememberLogits(), ...patchLoss()];
}
