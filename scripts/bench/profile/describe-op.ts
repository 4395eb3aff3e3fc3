import type { TimedOp } from './op-timer';

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

/** Bytes of an element, by TensorFlow's number of its type; 4 for all others. */
const BYTES: Readonly<Record<number, number>> = { 4: 1, 10: 1, 14: 2, 17: 2, 20: 0 };
const BFLOAT16 = 14;

/** An op as a profile groups it. */
export interface DescribedOp {
  op: string;
  precision: 'float32' | 'bfloat16';
  /** Of a product, what it multiplies; of any other op, the shape of its result. */
  shape: string;
  /** Of a product, a multiply-add being two; 0 of any other op. */
  operations: number;
  /** Of its inputs and results. */
  bytes: number;
}

/**
 * Tells an op's kind, its shape and what it takes.
 *
 * @example describeOp(op).operations; // 2717908992
 */
export function describeOp({ name, attributes, inputs, outputs }: TimedOp): DescribedOp {
  const bytes = [...inputs, ...outputs].reduce(
    (sum, { shape, dtype }) => sum + sizeOf(shape) * (BYTES[dtype] ?? 4),
    0,
  );
  const isNarrow = [...inputs, ...outputs].some(({ dtype }) => dtype === BFLOAT16);
  const product = productOf({ name, attributes, inputs, outputs });
  return {
    op: name.replace('_MklNative', ''),
    precision: isNarrow ? 'bfloat16' : 'float32',
    shape: product?.shape ?? (outputs[0]?.shape ?? []).join('x'),
    operations: product?.operations ?? 0,
    bytes,
  };
}

type Product = Pick<DescribedOp, 'shape' | 'operations'>;

function productOf({
  name,
  attributes,
  inputs,
  outputs,
}: Omit<TimedOp, 'milliseconds'>): Product | undefined {
  const result = outputs[0]?.shape ?? [];
  if (name === 'MatMul') {
    const transposed = attributes.some((attribute) => attribute.name === 'transpose_a' && attribute.value);
    const [rows, columns] = inputs[0].shape;
    const inner = transposed ? rows : columns;
    return {
      shape: `${result[0]}x${inner} by ${inner}x${result[1]}`,
      operations: 2 * sizeOf(result) * inner,
    };
  }
  // By the op: the filter's shape, and the side with as many numbers as the forward pass has
  // results.
  const sides: Record<string, (() => Record<'filter' | 'y', readonly number[]>) | undefined> = {
    Conv2D: () => ({ filter: inputs[1].shape, y: result }),
    Conv2DBackpropInput: () => ({ filter: inputs[1].shape, y: inputs[2].shape }),
    Conv2DBackpropFilter: () => ({ filter: result, y: inputs[2].shape }),
  };
  const convolution = sides[name]?.();
  if (!convolution) return undefined;
  const { filter, y } = convolution;
  const [height, width, from, to] = filter;
  return {
    shape: `${y[1]}x${y[2]}, ${height}x${width}, ${from} to ${to}`,
    operations: 2 * sizeOf(y) * height * width * from,
  };
}
