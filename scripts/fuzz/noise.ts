import { createRandom } from '../../src/lib/random';
import { tf } from '../../src/lib/engine/tensorflow';

/** The part of tfjs-node's binding that is wrapped. */
interface Binding {
  executeOp(name: string, attributes: readonly unknown[], inputs: readonly number[], count: number): Output[];
  createTensor(shape: readonly number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
}

interface Output {
  id: number;
  shape: number[];
  dtype: number;
}

const FLOAT32 = 1;

/** Ops that round their results; the others only move or select values. */
const ROUNDS = new Set(
  [
    'AddN AddV2 Add AvgPool AvgPool3D AvgPool3DGrad AvgPoolGrad BatchMatMul BatchMatMulV2 BiasAdd BiasAddGrad Conv2D',
    'Conv2DBackpropFilter Conv2DBackpropInput Conv3D Conv3DBackpropFilterV2 Conv3DBackpropInputV2 Cumsum',
    'DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput Elu EluGrad Erf Exp',
    'Expm1 FusedBatchNorm FusedBatchNormV3 FusedBatchNormGradV3 Log Log1p LogSoftmax MatMul Mean Mul Pow Prod RealDiv',
    'Reciprocal ResizeBilinear ResizeBilinearGrad Rsqrt Selu Sigmoid Sin Cos Softmax Softplus SparseSoftmaxCrossEntropyWithLogits',
    'SoftmaxCrossEntropyWithLogits Sqrt Square SquaredDifference Sub Sum Tanh UnsortedSegmentSum _FusedConv2D _FusedMatMul',
  ].flatMap((line) => line.split(' ')),
);

/** The relative rounding error of float32. */
const ROUNDING = 2 ** -24;

/** Whether a constant is exact in float32: 0.5 is, 0.999 is not. */
const isExact = (value: number) => Number.isInteger(value * 1024);

/**
 * Runs a function with a random relative error of up to `size` in the results of all of
 * TensorFlow's rounding ops, like that of another summation order (Monte Carlo arithmetic, Parker
 * 1997). The difference between two such runs is what rounding alone can explain. Constants such as
 * Adam's 0.999, from which 1 - 0.999 is computed, get the error of rounding them to float32.
 *
 * @param options.size the relative error; 2 ** -23 is the relative distance between adjacent
 *   float32 numbers
 * @example const other = await withNoise(() => train(), { seed: 1, size: 2 ** -21 });
 */
export async function withNoise<Result>(
  run: () => Promise<Result>,
  { seed, size }: { seed: number; size: number },
): Promise<Result> {
  const backend = tf.engine().findBackend('tensorflow') as unknown as { binding: Binding };
  const { binding } = backend;
  const random = createRandom(seed);
  const multiply = [{ name: 'T', type: 4, value: FLOAT32 }];
  const executeOp: Binding['executeOp'] = (name, attributes, inputs, count) => {
    const outputs = binding.executeOp(name, attributes, inputs, count);
    if (!ROUNDS.has(name)) return outputs;
    return outputs.map((output) => {
      const length = output.shape.reduce((a, b) => a * b, 1);
      if (output.dtype !== FLOAT32 || length === 0) return output;
      const factors = Float32Array.from({ length }, () => 1 + size * (2 * random.next() - 1));
      const noise = binding.createTensor(output.shape, FLOAT32, factors);
      const [noisy] = binding.executeOp('Mul', multiply, [output.id, noise], 1);
      binding.deleteTensor(noise);
      binding.deleteTensor(output.id);
      return noisy;
    });
  };
  const createTensor: Binding['createTensor'] = (shape, dtype, values) => {
    const isRounded = dtype === FLOAT32 && shape.length === 0 && !isExact((values as ArrayLike<number>)[0]);
    if (!isRounded) return binding.createTensor(shape, dtype, values);
    const [value] = values as Float32Array;
    return binding.createTensor(
      shape,
      dtype,
      Float32Array.of(value * (1 + ROUNDING * (2 * random.next() - 1))),
    );
  };
  const noisyMethods: Pick<Binding, 'executeOp' | 'createTensor'> = { executeOp, createTensor };
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(noisyMethods)) as Binding;
  try {
    return await run();
  } finally {
    backend.binding = binding;
  }
}
