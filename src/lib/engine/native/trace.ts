import { type Attribute, DataType, type NativeBackend, nativeBackend } from './binding';
import type { Output } from './tensor-entry';
import { patchMethod } from './patch';

/** One native op of a recording: everything is named by its handle. */
export interface TracedOp {
  name: string;
  attributes: readonly Attribute[];
  inputs: readonly number[];
  outputs: readonly Output[];
}

/** A value that JavaScript wrote, in TensorFlow's element type `dtype`. */
export interface WrittenValue {
  shape: readonly number[];
  dtype: number;
  values: unknown;
}

/** Handles that a recorded program asks for anew each time it runs. */
export interface Provider {
  handles(): readonly number[];
  /** Whether the handles are made for one run, which then releases them. */
  temporary?: boolean;
}

/** One handle of a provider, with the element type and the shape it always has. */
export interface Provided {
  provider: Provider;
  index: number;
  dtype: number;
  shape: readonly number[];
}

/** What native ops ran, and where what they did not make came from. */
export interface Trace {
  ops: TracedOp[];
  /** By handle: what JavaScript wrote on the way. */
  written: Map<number, WrittenValue>;
  /** By handle: what has to be asked for anew at each run. */
  provided: Map<number, Provided>;
  /** Whether JavaScript looked at a value on the way, and may have decided by it. */
  read: boolean;
}

/** TensorFlow's number for the type of an integer that tfjs-node writes for one op, not for a tensor. */
const INT64 = 9;

let recording: Trace | undefined;
let original: NativeBackend['binding'] | undefined;

/** Runs something and notes each native op of it. Everything happens as it would otherwise. */
export function traceOps<Result>(run: () => Result): { result: Result; recording: Trace } {
  const backend = nativeBackend();
  const { binding } = backend;
  const current: Trace = { ops: [], written: new Map(), provided: new Map(), read: false };
  [recording, original] = [current, binding];
  // What a tensor from before the recording still had to write is no constant of it: a state changes from run to run.
  const own = new Set<unknown>();
  const undo = patchMethod(backend, 'move', (stock) => (dataId, values, shape, dtype, refCount) => {
    own.add(values);
    stock.call(backend, dataId, values, shape, dtype, refCount);
  });
  const noting: Partial<typeof binding> = {
    executeOp(name: string, attributes: readonly Attribute[], inputs: readonly number[], count: number) {
      const outputs = binding.executeOp(name, attributes, inputs, count);
      current.ops.push({ name, attributes: [...attributes], inputs: [...inputs], outputs });
      return outputs;
    },
    createTensor(shape: readonly number[], dtype: number, values: unknown) {
      const id = binding.createTensor(shape, dtype, values);
      if (own.has(values) || dtype === INT64) current.written.set(id, { shape: [...shape], dtype, values });
      return id;
    },
    tensorDataSync(id: number) {
      current.read = true;
      return binding.tensorDataSync(id);
    },
  };
  // Whatever else the binding can do, it goes on doing.
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(noting)) as typeof binding;
  try {
    return { result: run(), recording: current };
  } finally {
    undo();
    backend.binding = binding;
    recording = original = undefined;
  }
}

/** Runs something that a recording is to leave out: its results come from a provider. */
export function untraced<Result>(run: () => Result): Result {
  const backend = nativeBackend();
  const { binding } = backend;
  if (original) backend.binding = original;
  try {
    return run();
  } finally {
    backend.binding = binding;
  }
}

/** Tells a recording, if one is being made, where to get a provider's handles when it runs again. */
export function provide(
  provider: Provider,
  {
    handles,
    outputs,
  }: { handles: readonly number[]; outputs: readonly Pick<WrittenValue, 'dtype' | 'shape'>[] },
): void {
  handles.forEach((id, index) => recording?.provided.set(id, { provider, index, ...outputs[index] }));
}

/** Handles whose values change from run to run. The caller owns them. */
function changing(make: () => WrittenValue[]): readonly number[] {
  let outputs: WrittenValue[] = [];
  const handles = () => {
    outputs = make();
    return outputs.map(({ shape, dtype, values }) =>
      nativeBackend().binding.createTensor(shape, dtype, values),
    );
  };
  const own = untraced(handles);
  provide({ handles, temporary: true }, { handles: own, outputs });
  return own;
}

/**
 * An int32 vector whose values change from run to run, such as the key of a random mask. The caller owns the handle.
 *
 * @param make gives the values of each run, in the order of the runs, always as many
 */
export function changingVector(make: () => Int32Array): number {
  return changing(() => {
    const values = make();
    return [{ shape: [values.length], dtype: DataType.int32, values }];
  })[0];
}

/**
 * Float32 scalars whose values change from run to run, such as a learning rate. The caller owns the handles.
 *
 * @param make gives the values of each run, in the order of the runs, always as many
 */
export function changingScalars(make: () => number[]): readonly number[] {
  return changing(() =>
    make().map((value) => ({ shape: [], dtype: DataType.float32, values: new Float32Array([value]) })),
  );
}
