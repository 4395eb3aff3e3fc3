import { rectifiedNormalization } from '../kernels/batch-normalization';
import type { TracedOp } from '../native/trace';

/**
 * Lets a training normalization rectify its own result, instead of a ReLU that would read it and
 * write it once more. The results have the same bits. In prediction the kernels do this themselves;
 * in training a normalization has already run by the time a ReLU asks for its result.
 *
 * @param ops in order
 * @param outputs handles that the graph returns
 */
export function fuseOps(ops: readonly TracedOp[], outputs: readonly number[]): TracedOp[] {
  const { sourceOf, usesOf } = usage(ops, outputs);
  const producers = new Map(ops.map((op) => [op.outputs[0]?.id, op]));
  const fused = new Map<TracedOp, TracedOp>();
  const joined = new Set<TracedOp>();
  for (const relu of ops) {
    if (relu.name !== 'Relu') continue;
    const id = sourceOf(relu.inputs[0]);
    const normalization = producers.get(id);
    const both = normalization && rectifiedNormalization(normalization);
    if (!both || usesOf(id) > 1) continue;
    fused.set(normalization, { ...both, outputs: [relu.outputs[0], ...both.outputs.slice(1)] });
    joined.add(relu);
  }
  return ops.filter((op) => !joined.has(op)).map((op) => fused.get(op) ?? op);
}

/** Which value each handle stands for, and how often it is used: an Identity is no use. */
function usage(ops: readonly TracedOp[], outputs: readonly number[]) {
  const sources = new Map<number, number>();
  const uses = new Map<number, number>();
  const sourceOf = (id: number): number => sources.get(id) ?? id;
  const use = (id: number) => uses.set(sourceOf(id), (uses.get(sourceOf(id)) ?? 0) + 1);
  for (const op of ops)
    if (op.name === 'Identity') sources.set(op.outputs[0].id, sourceOf(op.inputs[0]));
    else op.inputs.forEach(use);
  outputs.forEach(use);
  return { sourceOf, usesOf: (id: number) => uses.get(id) ?? 0 };
}
