import { nativeBackend, type Attribute, type Binding, type Output, type TensorType } from './native-backend';

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
  const backend = nativeBackend();
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
