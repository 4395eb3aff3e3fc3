import { attribute, DataType, type NativeBackend } from './binding';
import type { Output } from './tensor-entry';

type Binding = NativeBackend['binding'];

/** Elements of a result from which on only its shape is kept. Smaller ones may be bounds or rates. */
const LARGE = 1 << 14;

/** Only these: integers may be indices, which ops check. */
const FLOATS: readonly number[] = [DataType.float32, DataType.bfloat16];

/** Thrown where JavaScript asks for a value that was not kept. */
export class ValueNotKept extends Error {
  constructor() {
    super('Expected no value to be read while only shapes are kept.');
  }
}

/**
 * Makes a binding that forgets the values of large floating-point results at once. An op that takes
 * one gets zeros of its shape, all from one buffer. So ops can be run for the sake of their shapes
 * in the memory of the largest one, where a training step would keep every activation and every
 * gradient of one until its end.
 *
 * @returns the binding, and a function that frees its buffers. Handles of results are valid for
 *   deletion beyond that, but for nothing else.
 */
export function shapesOnly(binding: Binding): { binding: Binding; close: () => void } {
  /** By the handle that stands for it: what is known of a result. */
  const shapes = new Map<number, Output>();
  const zeros = new Map<number, { id: number; size: number }>();

  const run = (name: string, attributes: Parameters<Binding['executeOp']>[1], inputs: number[]) =>
    binding.executeOp(name, attributes, inputs, 1)[0].id;

  const vector = (values: readonly number[]) =>
    binding.createTensor([values.length], DataType.int32, Int32Array.from(values));

  /** Zeros of an element type, at least that many. */
  const buffer = (dtype: DataType, size: number): { id: number; size: number } => {
    const before = zeros.get(dtype);
    if (before && before.size >= size) return before;
    if (before) binding.deleteTensor(before.id);
    const shape = vector([size]);
    const id = run('Empty', [attribute.type('dtype', dtype), attribute.bool('init', true)], [shape]);
    binding.deleteTensor(shape);
    zeros.set(dtype, { id, size });
    return zeros.get(dtype)!;
  };

  /** Returns a new handle on zeros of a result's shape. Neither op copies anything. */
  const zerosLike = ({ shape, dtype }: Output): number => {
    const type = dtype as DataType;
    const size = sizeOf(shape);
    const [begin, length, dimensions] = [[0], [size], shape].map(vector);
    const T = attribute.type('T', type);
    const source = buffer(type, size).id;
    const flat = run('Slice', [T, attribute.type('Index', DataType.int32)], [source, begin, length]);
    const shaped = run('Reshape', [T, attribute.type('Tshape', DataType.int32)], [flat, dimensions]);
    for (const id of [begin, length, dimensions, flat]) binding.deleteTensor(id);
    return shaped;
  };

  const forget = (output: Output): Output => {
    if (!FLOATS.includes(output.dtype) || sizeOf(output.shape) < LARGE) return output;
    binding.deleteTensor(output.id);
    const id = binding.createTensor([], DataType.float32, new Float32Array(1));
    shapes.set(id, output);
    return { ...output, id };
  };

  const own: Partial<Binding> = {
    executeOp(name, attributes, inputs, count) {
      const standIns = new Map<number, number>();
      try {
        for (const id of inputs) {
          const shape = shapes.get(id);
          if (shape && !standIns.has(id)) standIns.set(id, zerosLike(shape));
        }
        const ids = inputs.map((id) => standIns.get(id) ?? id);
        return binding.executeOp(name, attributes, ids, count).map(forget);
      } finally {
        for (const id of standIns.values()) binding.deleteTensor(id);
      }
    },
    tensorDataSync(id) {
      if (shapes.has(id)) throw new ValueNotKept();
      return binding.tensorDataSync(id);
    },
  };
  return {
    // All other members of the binding stay as they are.
    binding: Object.create(binding, Object.getOwnPropertyDescriptors(own)) as Binding,
    close: () => {
      for (const { id } of zeros.values()) binding.deleteTensor(id);
      zeros.clear();
    },
  };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);
