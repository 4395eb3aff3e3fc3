import { type Attribute, DataType, type NativeBackend, nativeBackend } from './binding';
import type { Output } from './tensor-entry';
import { patchMethod } from './patch';
import { shapesOnly, ValueNotKept } from './shapes-only';

/** A native op of a trace. Inputs and outputs are identified by their handles. */
export interface TracedOp {
  name: string;
  attributes: readonly Attribute[];
  inputs: readonly number[];
  outputs: readonly Output[];
}

/** A value written by JavaScript; `dtype` is TensorFlow's element type. */
export interface WrittenValue {
  shape: readonly number[];
  dtype: number;
  values: unknown;
}

/** Supplies handles that a traced graph needs and that differ from run to run. */
export interface Provider {
  handles(): readonly number[];
  /** Whether the handles are made for a single run and released after it. */
  temporary?: boolean;
}

/** One of a provider's handles, with its fixed element type and shape. */
export interface Provided {
  provider: Provider;
  index: number;
  dtype: number;
  shape: readonly number[];
}

/**
 * A record of the native ops that ran, and of the sources of the values that they did not compute.
 */
export interface Trace {
  ops: TracedOp[];
  /** By handle: values that JavaScript wrote during the trace. */
  written: Map<number, WrittenValue>;
  /** By handle: values to request from a provider at each run. */
  provided: Map<number, Provided>;
  /** How many ops are before those that wait for them; see {@link addBarrier}. */
  barrier: number;
  /** Whether JavaScript read a value during the trace: its control flow may depend on it. */
  read: boolean;
}

/**
 * TensorFlow's int64, in which tfjs-node writes an integer argument of a single op (not a tensor).
 */
const INT64 = 9;

let currentTrace: Trace | undefined;
let original: NativeBackend['binding'] | undefined;

/**
 * Runs a function and records each native op. The results are the same as without a trace.
 *
 * @param run
 * @param options
 * @param options.keepsValues whether the results are needed. Without, large ones are not kept, as
 *   {@link shapesOnly} says, which takes a fraction of the memory; nothing that the function makes
 *   may then be used after it, only disposed.
 * @throws ValueNotKept if the function reads a value although none are kept
 */
export function traceOps<Result>(
  run: () => Result,
  { keepsValues = true }: { keepsValues?: boolean } = {},
): { result: Result; trace: Trace } {
  const { binding } = nativeBackend();
  if (keepsValues) return record(run, { binding, keepsValues });
  const forgetful = shapesOnly(binding);
  try {
    return record(run, { binding: forgetful.binding, keepsValues });
  } finally {
    forgetful.close();
  }
}

/** Records the ops that run on this binding. What is untraced runs on the backend's own. */
function record<Result>(
  run: () => Result,
  { binding, keepsValues }: { binding: NativeBackend['binding']; keepsValues: boolean },
): { result: Result; trace: Trace } {
  const backend = nativeBackend();
  const trace: Trace = { ops: [], written: new Map(), provided: new Map(), barrier: Infinity, read: false };
  const own = backend.binding;
  [currentTrace, original] = [trace, own];
  // Values of tensors from before the trace may be written to TensorFlow during it. They are state,
  // which changes from run to run, not constants of the trace.
  const ownValues = new Set<unknown>();
  const undo = patchMethod(backend, 'move', (stock) => (dataId, values, shape, dtype, refCount) => {
    ownValues.add(values);
    stock.call(backend, dataId, values, shape, dtype, refCount);
  });
  const tracing: Partial<typeof binding> = {
    executeOp(name: string, attributes: readonly Attribute[], inputs: readonly number[], count: number) {
      const outputs = binding.executeOp(name, attributes, inputs, count);
      trace.ops.push({ name, attributes: [...attributes], inputs: [...inputs], outputs });
      return outputs;
    },
    createTensor(shape: readonly number[], dtype: number, values: unknown) {
      const id = binding.createTensor(shape, dtype, values);
      if (ownValues.has(values) || dtype === INT64)
        trace.written.set(id, { shape: [...shape], dtype, values });
      return id;
    },
    tensorDataSync(id: number) {
      trace.read = true;
      // What it computed from is not the real value either.
      if (!keepsValues) throw new ValueNotKept();
      return binding.tensorDataSync(id);
    },
  };
  // All other members of the binding stay as they are.
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(tracing)) as typeof binding;
  try {
    return { result: run(), trace };
  } finally {
    undo();
    backend.binding = own;
    currentTrace = original = undefined;
  }
}

/**
 * Lets the ops that follow in the current trace, if there is one, wait for the last one before them,
 * which a graph might run later otherwise.
 */
export function addBarrier(): void {
  if (currentTrace) currentTrace.barrier = currentTrace.ops.length;
}

/** Runs a function without tracing it: its results come from a provider. */
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

/** Tells the current trace, if there is one, how to get a provider's handles in later runs. */
export function provide(
  provider: Provider,
  {
    handles,
    outputs,
  }: { handles: readonly number[]; outputs: readonly Pick<WrittenValue, 'dtype' | 'shape'>[] },
): void {
  handles.forEach((id, index) => currentTrace?.provided.set(id, { provider, index, ...outputs[index] }));
}

/** Creates handles whose values are fed again at each run. The caller owns them. */
function feed(make: () => WrittenValue[]): readonly number[] {
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
 * Creates an int32 vector whose values differ from run to run, such as the key of a random mask.
 * The caller owns the handle.
 *
 * @param make returns the values of the next run; their number must not change
 */
export function feedVector(make: () => Int32Array): number {
  return feed(() => {
    const values = make();
    return [{ shape: [values.length], dtype: DataType.int32, values }];
  })[0];
}

/**
 * Creates float32 scalars whose values differ from run to run, such as a learning rate. The caller
 * owns the handles.
 *
 * @param make returns the values of the next run; their number must not change
 */
export function feedScalars(make: () => number[]): readonly number[] {
  return feed(() =>
    make().map((value) => ({ shape: [], dtype: DataType.float32, values: new Float32Array([value]) })),
  );
}
