import { tf } from '../tensorflow';
import { storedType } from '../bfloat16';
import {
  attribute,
  DataType,
  entryOf,
  executeNative,
  release,
  runNative,
  toTensor,
  type Attribute,
} from '../native-op';
import { replaceKernel, type Undo } from '../replace';
import { gradientDepth, isFloat } from './call';

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

/** The op attributes that send an eager call to oneDNN's own kernels. */
const ONEDNN = [attribute.string('_kernel', 'MklNameChangeOp'), attribute.bool('workspace_enabled', true)];

/** Whether this TensorFlow has oneDNN's max pool: x64 builds do unless TF_ENABLE_ONEDNN_OPTS=0, others may not. */
function hasOnednnPool(): boolean {
  const x = tf.zeros([1, 2, 2, 1]);
  const type = DataType.float32;
  const attrs = [...opAttributes({ filterSize: 2, strides: 2, pad: 'valid' }, type), ...ONEDNN];
  try {
    release(...executeNative('_MklNativeMaxPool', attrs, [{ tensor: x, as: type }], 2));
    return true;
  } catch {
    return false; // The op is not there: the question this function asks.
  } finally {
    x.dispose();
  }
}

/**
 * Max pool that remembers which inputs won, as Keras' graphs do: TensorFlow's eager MaxPoolGrad searches for them
 * again, at 20 times the cost. The memory travels in the output's entry and dies with it.
 */
export function replaceMaxPool(): Undo[] {
  const onednn = hasOnednnPool();
  const isPlain = ({ pad }: PoolAttributes, ...tensors: tf.TensorInfo[]) =>
    isFloat(...tensors) && (pad === 'same' || pad === 'valid') && tensors[0].shape.length === 4;
  return [
    replaceKernel('MaxPool', (stock) => (call) => {
      const { x } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as PoolAttributes;
      if (!isPlain(attrs, x)) return stock(call);
      const type = storedType(x);
      const input = { tensor: x, as: type };
      if (!onednn || gradientDepth() === 0) return runNative('MaxPool', opAttributes(attrs, type), [input]);
      const [output, workspace] = executeNative(
        '_MklNativeMaxPool',
        [...opAttributes(attrs, type), ...ONEDNN],
        [input],
        2,
      );
      const y = toTensor(output);
      entryOf(y).workspace = workspace.id;
      return y;
    }),
    replaceKernel('MaxPoolGrad', (stock) => (call) => {
      const { dy, input, output } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as PoolAttributes;
      if (!isPlain(attrs, input, output, dy)) return stock(call);
      const type = storedType(input);
      const operands = [input, output, dy].map((tensor) => ({ tensor, as: type }));
      const { workspace } = entryOf(output);
      // An output that was widened since no longer matches the type its record was made for.
      if (workspace === undefined || storedType(output) !== type) {
        return runNative('MaxPoolGrad', opAttributes(attrs, type), operands);
      }
      return runNative(
        '_MklNativeMaxPoolGrad',
        [...opAttributes(attrs, type), ...ONEDNN],
        [...operands, workspace],
      );
    }),
  ];
}
