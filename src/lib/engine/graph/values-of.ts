import type { TracedOp } from '../native/trace';

/** Which value each handle of a trace stands for, where an Identity gives a value another handle. */
export function valuesOf(ops: readonly TracedOp[]) {
  const sources = new Map<number, number>();
  const producers = new Map<number, TracedOp>();
  const sourceOf = (id: number): number => sources.get(id) ?? id;
  for (const op of ops)
    if (op.name === 'Identity') sources.set(op.outputs[0].id, sourceOf(op.inputs[0]));
    else if (op.outputs.length > 0) producers.set(op.outputs[0].id, op);
  return {
    sourceOf,
    /** The op whose first result a handle stands for. */
    producerOf: (id: number): TracedOp | undefined => producers.get(sourceOf(id)),
  };
}
