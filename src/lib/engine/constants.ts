import { castHandle, DataType, nativeBackend } from './native-op';

/**
 * Handles of small values that ops take as tensors (shapes, rates, seeds' bounds): made once, kept while fast
 * training is on, given back by {@link releaseConstants}.
 */
const constants = new Map<string, number>();

function constant(key: string, make: () => number): number {
  let id = constants.get(key);
  if (id === undefined) {
    id = make();
    constants.set(key, id);
  }
  return id;
}

/** The handle of a scalar. */
export function scalarHandle(value: number, type: DataType = DataType.float32): number {
  return constant(`${type}:${value}`, () => {
    const { binding } = nativeBackend();
    const id = binding.createTensor([], DataType.float32, new Float32Array([value]));
    if (type === DataType.float32) return id;
    const cast = castHandle(id, DataType.float32, type);
    binding.deleteTensor(id);
    return cast;
  });
}

/** The handle of an int32 vector, such as a shape. */
export function vectorHandle(values: readonly number[]): number {
  return constant(`[${values.join()}]`, () =>
    nativeBackend().binding.createTensor([values.length], DataType.int32, Int32Array.from(values)),
  );
}

/** The handle of a float32 vector with `length` times the same value. */
export function filledHandle(length: number, value: number): number {
  return constant(`${length}x${value}`, () =>
    nativeBackend().binding.createTensor([length], DataType.float32, new Float32Array(length).fill(value)),
  );
}

/** Gives every constant back to TensorFlow. */
export function releaseConstants(): void {
  for (const id of constants.values()) nativeBackend().binding.deleteTensor(id);
  constants.clear();
}
