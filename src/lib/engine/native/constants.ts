import { untraced } from './trace';
import { castHandle, DataType, nativeBackend } from './binding';

/**
 * Handles of small values that ops take as tensors (shapes, rates, seeds' bounds): made once, kept while fast
 * training is on, given back by {@link releaseConstants}.
 */
const constants = new Map<string, number>();

/** What a constant was made from. */
interface Constant {
  shape: readonly number[];
  dtype: DataType;
  values: Float32Array | Int32Array;
  /** The element type it has in the end, if that is another one. */
  castTo?: DataType;
}

const made = new Map<number, Constant>();

function constant(key: string, describe: () => Constant): number {
  let id = constants.get(key);
  if (id === undefined) {
    const described = describe();
    // A recording knows constants by what they were made from, whether this is the first that wants one or not.
    id = untraced(() => make(described));
    constants.set(key, id);
    made.set(id, described);
  }
  return id;
}

function make({ shape, dtype, values, castTo }: Constant): number {
  const { binding } = nativeBackend();
  const id = binding.createTensor(shape, dtype, values);
  if (castTo === undefined) return id;
  const cast = castHandle(id, dtype, castTo);
  binding.deleteTensor(id);
  return cast;
}

/** What the constant with this handle was made from, if it is one. */
export function constantOf(id: number): Constant | undefined {
  return made.get(id);
}

/** The handle of a scalar. */
export function scalarHandle(value: number, type: DataType = DataType.float32): number {
  return constant(`${type}:${value}`, () => ({
    shape: [],
    dtype: DataType.float32,
    values: new Float32Array([value]),
    castTo: type === DataType.float32 ? undefined : type,
  }));
}

/** The handle of an int32 vector, such as a shape. */
export function vectorHandle(values: readonly number[]): number {
  return integersHandle(values, [values.length]);
}

/** The handle of an int32 matrix, such as how much to pad before and after each dimension. */
export function matrixHandle(rows: readonly (readonly number[])[]): number {
  return integersHandle(rows.flat(), [rows.length, rows[0].length]);
}

function integersHandle(values: readonly number[], shape: readonly number[]): number {
  return constant(`[${shape.join()}]:[${values.join()}]`, () => ({
    shape,
    dtype: DataType.int32,
    values: Int32Array.from(values),
  }));
}

/** The handle of a float32 vector with `length` times the same value. */
export function filledHandle(length: number, value: number): number {
  return constant(`${length}x${value}`, () => ({
    shape: [length],
    dtype: DataType.float32,
    values: new Float32Array(length).fill(value),
  }));
}

/** Gives every constant back to TensorFlow. */
export function releaseConstants(): void {
  for (const id of constants.values()) nativeBackend().binding.deleteTensor(id);
  constants.clear();
  made.clear();
}
