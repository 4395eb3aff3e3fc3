import { tf } from '../../../src/lib/index';

/** An attribute of an op, as tfjs-node's binding takes it. */
interface Attribute {
  name: string;
  value: unknown;
}

/** What is known of a tensor: its shape, and its element type by TensorFlow's number. */
interface TensorType {
  shape: readonly number[];
  dtype: number;
}

/** The part of tfjs-node's binding that ops and their tensors go through. */
interface Binding {
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): Output[];
  createTensor(shape: readonly number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): Output[];
}

type Output = TensorType & { id: number };

/** An op that ran. */
export interface TimedOp {
  name: string;
  attributes: readonly Attribute[];
  inputs: readonly TensorType[];
  outputs: readonly TensorType[];
  milliseconds: number;
}

/**
 * Times the ops that tfjs runs one by one, each with all threads. Has to be installed before the
 * tensors are made whose shapes it is to know.
 *
 * @returns a function that returns the ops since its last call
 */
export function installOpTimer(): () => TimedOp[] {
  const backend = tf.engine().findBackend('tensorflow') as unknown as { binding: Binding };
  const { binding } = backend;
  const known = new Map<number, TensorType>();
  let ops: TimedOp[] = [];
  const learn = (outputs: Output[]): Output[] => {
    for (const { id, shape, dtype } of outputs) known.set(id, { shape, dtype });
    return outputs;
  };
  const timing: Binding = {
    executeOp(name, attributes, ids, count) {
      const inputs = ids.flatMap((id) => known.get(id) ?? []);
      const began = performance.now();
      const outputs = binding.executeOp(name, attributes, ids, count);
      const milliseconds = performance.now() - began;
      ops.push({ name, attributes, inputs, outputs: learn(outputs), milliseconds });
      return outputs;
    },
    createTensor(shape, dtype, values) {
      const id = binding.createTensor(shape, dtype, values);
      known.set(id, { shape, dtype });
      return id;
    },
    deleteTensor(id) {
      known.delete(id);
      binding.deleteTensor(id);
    },
    runSavedModel: (...args) => learn(binding.runSavedModel(...args)),
  };
  // All other members of the binding stay as they are.
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(timing)) as Binding;
  return () => {
    const taken = ops;
    ops = [];
    return taken;
  };
}
