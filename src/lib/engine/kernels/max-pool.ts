import { tf } from '../tensorflow';
import { storedType } from '../native/bfloat16';
import { alias, attribute, type Attribute, DataType, ownHandle, release } from '../native/binding';
import { deferredOf, deferredTensor } from '../native/deferred';
import { entryOf, executeNative, runNative, toTensor } from '../native/native-op';
import type { Output } from '../native/tensor-entry';
import { attachState } from '../native/tensor-state';
import { patchKernel, type Undo } from '../native/patch';
import { gradientDepth, isFloat } from './call';
import { hasOnednn, ONEDNN } from './onednn';
import type { DeferredPoolGradient, DeferredRelu } from './relu';

interface PoolAttributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'same' | 'valid' | number;
  dimRoundingMode?: string;
}

function opAttributes({ filterSize, strides, pad }: PoolAttributes, type: DataType): Attribute[] {
  const [height, width] =
    [filterSize].flat().length === 1 ? [filterSize, filterSize].flat() : [filterSize].flat();
  const [down, right] = [strides].flat().length === 1 ? [strides, strides].flat() : [strides].flat();
  return [
    attribute.type('T', type),
    attribute.int('ksize', [1, height, width, 1]),
    attribute.int('strides', [1, down, right, 1]),
    attribute.string('padding', pad === 'same' ? 'SAME' : 'VALID'),
    attribute.string('data_format', 'NHWC'),
  ];
}

const WORKSPACE = attribute.bool('workspace_enabled', true);

/**
 * Whether this TensorFlow build has oneDNN, judged by the oneDNN op that matters most to the
 * engine.
 */
export function hasOnednnPool(): boolean {
  const type = DataType.float32;
  return tf.tidy(() =>
    hasOnednn('_MklNativeMaxPool', {
      attributes: [...opAttributes({ filterSize: 2, strides: 2, pad: 'valid' }, type), WORKSPACE],
      inputs: [{ tensor: tf.zeros([1, 2, 2, 1]), as: type }],
      outputs: 2,
    }),
  );
}

/**
 * Max pooling that remembers which inputs won, as graphs do in Keras. TensorFlow's eager
 * MaxPoolGrad searches for them again, at 20 times the cost. The workspace is attached to the
 * output and freed with it.
 */
export function patchMaxPool(): Undo[] {
  const onednn = hasOnednnPool();
  const isPlain = ({ pad }: PoolAttributes, ...tensors: tf.TensorInfo[]) =>
    isFloat(...tensors) && (pad === 'same' || pad === 'valid') && tensors[0].shape.length === 4;
  return [
    patchKernel('MaxPool', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as PoolAttributes;
      if (!isPlain(attrs, x)) return stock(call);
      const type = storedType(x);
      const before = deferredOf(x);
      const rectify = before?.kind === 'relu' && gradientDepth() <= 1;
      // max(relu(x)) = relu(max(x)).
      const input = rectify ? (before as DeferredRelu).x : { tensor: x, as: type };
      if (!onednn || gradientDepth() === 0) {
        const [output] = executeNative('MaxPool', opAttributes(attrs, type), [input]);
        return toTensor(rectify ? rectified(output) : output);
      }
      const [output, workspace] = executeNative(
        '_MklNativeMaxPool',
        [...opAttributes(attrs, type), WORKSPACE, ONEDNN],
        [input],
        2,
      );
      const y = toTensor(rectify ? rectified(output) : output);
      attachState(entryOf(y), { workspace: workspace.id, rectified: rectify });
      return y;
    }),
    patchKernel('MaxPoolGrad', (stock) => (call) => {
      const { dy, input, output } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as PoolAttributes;
      if (!isPlain(attrs, input, output, dy)) return stock(call);
      const type = storedType(input);
      const { workspace, rectified } = entryOf(output);
      if (workspace === undefined || storedType(output) !== type) {
        // If the output has been widened since, its type no longer matches the workspace.
        const operands = [input, output, dy].map((tensor) => ({ tensor, as: type }));
        return runNative('MaxPoolGrad', opAttributes(attrs, type), operands);
      }
      const gradient = { dy, input, output, attributes: opAttributes(attrs, type), workspace, type };
      return rectified ? rectifiedPoolGradient(gradient) : poolGradient(gradient);
    }),
  ];
}

interface PoolGradient {
  dy: tf.TensorInfo;
  input: tf.TensorInfo;
  output: tf.TensorInfo;
  attributes: Attribute[];
  workspace: number;
  type: DataType;
}

/** The gradient of a max pool that uses its workspace. */
function poolGradient({ dy, input, output, attributes, workspace, type }: PoolGradient): tf.Tensor {
  return runNative(
    '_MklNativeMaxPoolGrad',
    [...attributes, WORKSPACE, ONEDNN],
    [...[input, output, dy].map((tensor) => ({ tensor, as: type })), workspace],
  );
}

/**
 * The gradient of a max pool that absorbed a ReLU. It is deferred until the gradient of that ReLU,
 * which can be computed from the pool's output, at a quarter of the positions. For any other reader
 * it uses TensorFlow's op, which searches for the winners: in a window where the ReLU is off
 * everywhere, the workspace does not point to the first zero.
 */
function rectifiedPoolGradient({ dy, input, output, attributes, workspace, type }: PoolGradient): tf.Tensor {
  const before = deferredOf(input);
  const isUndone = before?.kind === 'relu';
  const [x, y] = [isUndone ? (before as DeferredRelu).x : entryOf(input).id, entryOf(output).id].map((id) =>
    alias(id, type),
  );
  const { id, dtype } = entryOf(dy);
  const gradient = ownHandle(id, { from: dtype, to: type });
  const record = alias(workspace, DataType.uint8);
  const T = attribute.type('T', type);
  const deferred: DeferredPoolGradient = {
    kind: 'pool gradient',
    handles: [x, y, gradient, record],
    input: input.dataId,
    run() {
      const rectified = isUndone ? executeNative('Relu', [T], [x])[0].id : x;
      const [dx] = executeNative('MaxPoolGrad', attributes, [rectified, y, gradient]);
      if (isUndone) release(rectified);
      return dx;
    },
    runRectified() {
      const [masked] = executeNative('ReluGrad', [T], [gradient, y]);
      const operands = [x, y, masked.id, record];
      const [dx] = executeNative('_MklNativeMaxPoolGrad', [...attributes, WORKSPACE, ONEDNN], operands);
      release(masked);
      return dx;
    },
  };
  return deferredTensor(deferred, { shape: input.shape, dtype: type });
}

/** Applies a ReLU to an output and releases the output. */
function rectified(output: Output): Output {
  const [y] = executeNative('Relu', [attribute.type('T', output.dtype as DataType)], [output.id]);
  release(output);
  return y;
}
