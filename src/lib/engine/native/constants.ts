import { untraced } from './trace';
import { castHandle, DataType, nativeBackend } from './binding';

/**
 * Handles of small values that ops take as tensors (shapes, rates, bounds of random numbers). Each
 * is made once and kept until {@link releaseConstants} frees it when fast training is turned off.
 */
const constants = new Map<string, number>();

/** The values that a constant was made from. */
interface Constant {
  shape: readonly number[];
  dtype: DataType;
  values: Float32Array | Int32Array;
  /** The constant's final element type, where it differs from `dtype`. */
  castTo?: DataType;
}

const made = new Map<number, Constant>();

function constant(key: string, describe: () => Constant): number {
  let id = constants.get(key);
  if (id === undefined) {
    const described = describe();
    // A trace looks constants up by handle, so creating one must never be part of it.
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

/** Returns what the constant with this handle was made from; undefined for other handles. */
export function constantOf(id: number): Constant | undefined {
  return made.get(id);
}

/** Returns the handle of a scalar. */
export function scalarHandle(value: number, type: DataType = DataType.float32): number {
  return constant(`${type}:${value}`, () => ({
    shape: [],
    dtype: DataType.float32,
    values: new Float32Array([value]),
    castTo: type === DataType.float32 ? undefined : type,
  }));
}

/** Returns the handle of an int32 vector, such as a shape. */
export function vectorHandle(values: readonly number[]): number {
  return integersHandle(values, [values.length]);
}

/** Returns the handle of an int32 matrix, such as the padding before and after each dimension. */
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

/** Returns the handle of a float32 vector that holds `value` `length` times. */
export function filledHandle(length: number, value: number): number {
  return constant(`${length}x${value}`, () => ({
    shape: [length],
    dtype: DataType.float32,
    values: new Float32Array(length).fill(value),
  }));
}

/** Frees all constants. */
export function releaseConstants(): void {
  for (const id of constants.values()) nativeBackend().binding.deleteTensor(id);
  constants.clear();
  made.clear();
}
