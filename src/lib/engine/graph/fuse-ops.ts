import { rectifiedNormalization } from '../kernels/batch-normalization';
import type { TracedOp } from '../native/trace';
import { valuesOf } from './values-of';

/**
 * Lets a training normalization rectify its own result, instead of a ReLU that would read it and
 * write it once more. The results have the same bits. In prediction the kernels do this themselves;
 * in training a normalization has already run by the time a ReLU asks for its result.
 *
 * @param ops in order
 * @param outputs handles that the graph returns
 */
export function fuseOps(ops: readonly TracedOp[], outputs: readonly number[]): TracedOp[] {
  const { sourceOf, producerOf } = valuesOf(ops);
  const uses = new Map<number, number>();
  const use = (id: number) => uses.set(sourceOf(id), (uses.get(sourceOf(id)) ?? 0) + 1);
  for (const { name, inputs } of ops) if (name !== 'Identity') inputs.forEach(use);
  outputs.forEach(use);
  const fused = new Map<TracedOp, TracedOp>();
  const joined = new Set<TracedOp>();
  for (const relu of ops) {
    if (relu.name !== 'Relu') continue;
    const normalization = producerOf(relu.inputs[0]);
    const both = normalization && rectifiedNormalization(normalization);
    if (!both || uses.get(sourceOf(relu.inputs[0]))! > 1) continue;
    fused.set(normalization, { ...both, outputs: [relu.outputs[0], ...both.outputs.slice(1)] });
    joined.add(relu);
  }
  return ops.filter((op) => !joined.has(op)).map((op) => fused.get(op) ?? op);
}
