import { tf } from '../tensorflow';
import { vectorHandle } from '../native/constants';
import { attribute, type Attribute, DataType } from '../native/binding';
import { executeNative, runNative, toTensor } from '../native/native-op';
import { isModelResult } from './output-precision';
import { patchKernel, type Undo } from '../native/patch';
import { biasTensor } from './bias';
import { gradientDepth, isFloat, runKernel } from './call';
import { deferConvolution, hasConvolutionWithBias } from './deferred-convolution';
import { filterGradient } from './filter-gradient';
import type { ConvolutionSizes } from './im2col';

interface ConvolutionAttributes {
  strides: number | [number, number];
  pad: 'same' | 'valid' | number | tf.backend_util.ExplicitPadding;
  dataFormat?: 'NHWC' | 'NCHW';
  dilations?: number | [number, number];
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  inputShape?: [number, number, number, number];
  filterShape?: [number, number, number, number];
  activation?: string;
}

/**
 * Whether this is a common image convolution: float, channels last, 'same' or 'valid', not dilated.
 * Strides are allowed.
 */
function isPlain(attrs: ConvolutionAttributes, ...tensors: tf.TensorInfo[]): boolean {
  const { pad, dataFormat = 'NHWC', dilations = 1 } = attrs;
  return (
    isFloat(...tensors) &&
    (pad === 'same' || pad === 'valid') &&
    dataFormat === 'NHWC' &&
    [dilations].flat().every((dilation) => dilation === 1)
  );
}

function opAttributes({ strides, pad }: ConvolutionAttributes, type: DataType): Attribute[] {
  const [height, width] = typeof strides === 'number' ? [strides, strides] : strides;
  return [
    attribute.type('T', type),
    attribute.int('strides', [1, height, width, 1]),
    attribute.string('padding', pad === 'same' ? 'SAME' : 'VALID'),
    attribute.string('data_format', 'NHWC'),
    attribute.bool('use_cudnn_on_gpu', true),
    attribute.int('dilations', [1, 1, 1, 1]),
  ];
}

/** Whether a tensor is a weight, which persists from call to call. */
function isVariable(tensor: tf.TensorInfo): tensor is tf.Variable {
  return tensor instanceof tf.Variable;
}

function sizesOf(x: number[], filter: number[], { strides, pad }: ConvolutionAttributes): ConvolutionSizes {
  return tf.backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    strides,
    1,
    pad,
  );
}

/**
 * Runs the three products of a convolution (forward, gradient of the input, gradient of the filter)
 * in the given type. A bfloat16 result stays so for the next op; a model's final result is float32.
 * The fused kernel uses the same product, followed by bias and ReLU.
 */
export function patchConvolutions(type: DataType): Undo[] {
  const resultType = () => (isModelResult() ? DataType.float32 : type);
  const foldable = hasConvolutionWithBias((type) => opAttributes({ strides: 1, pad: 'same' }, type));
  return [
    patchKernel('Conv2D', (stock) => (call) => {
      const { x, filter } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as ConvolutionAttributes;
      if (!isPlain(attrs, x, filter)) return stock(call);
      const type = resultType();
      return runNative('Conv2D', opAttributes(attrs, type), [
        { tensor: x, as: type },
        { tensor: filter, as: type },
      ]);
    }),
    patchKernel('FusedConv2D', (stock) => (call) => {
      const { x, filter, bias } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as ConvolutionAttributes;
      const { activation = 'linear' } = attrs;
      const plainBias = bias == null || (isFloat(bias) && bias.shape.length === 1);
      if (!isPlain(attrs, x, filter) || !plainBias || !['linear', 'relu'].includes(activation))
        return stock(call);
      const type = resultType();
      return tf.tidy(() => {
        const attributes = opAttributes(attrs, type);
        let y: tf.Tensor;
        if (foldable && gradientDepth() === 0 && isVariable(filter) && (bias == null || isVariable(bias))) {
          const { outShape } = sizesOf(x.shape, filter.shape, attrs);
          y = deferConvolution({ x, filter, bias }, { attributes, shape: outShape, type });
        } else {
          const operands = [x, filter].map((tensor) => ({ tensor, as: type }));
          const [output] = executeNative('Conv2D', attributes, operands);
          y = bias == null ? toTensor(output) : biasTensor(output, bias);
        }
        return activation === 'relu' ? runKernel('Relu', { x: y }) : y;
      });
    }),
    patchKernel('Conv2DBackpropInput', (stock) => (call) => {
      const { dy, filter } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as ConvolutionAttributes;
      if (!isPlain(attrs, dy, filter)) return stock(call);
      // This kernel is also the forward pass of a transposed convolution.
      const type = resultType();
      return runNative('Conv2DBackpropInput', opAttributes(attrs, type), [
        vectorHandle(attrs.inputShape!),
        { tensor: filter, as: type },
        { tensor: dy, as: type },
      ]);
    }),
    patchKernel('Conv2DBackpropFilter', (stock) => (call) => {
      const { x, dy } = call.inputs as Record<string, tf.TensorInfo>;
      const attrs = call.attrs as unknown as ConvolutionAttributes;
      if (!isPlain(attrs, x, dy)) return stock(call);
      const sizes = sizesOf(x.shape, attrs.filterShape!, attrs);
      return filterGradient({ x, dy }, { sizes, attributes: opAttributes(attrs, type), type });
    }),
  ];
}
