import type { Graph, Value } from './graph';

/** The lengths of a shape in ONNX's order. */
const inOrder = (shape: readonly number[]) =>
  shape.length === 3 ? [shape[2], shape[0], shape[1]] : [...shape];

/** Whether the channels may come first or last: with one pixel or one channel, both are the same. */
const isSame = (shape: readonly number[]) =>
  shape.length !== 3 || shape[0] * shape[1] === 1 || shape[2] === 1;

/**
 * Adds a new shape for a value's numbers, which are counted in TensorFlow's order.
 *
 * @returns the name of the result
 */
export function addReshape(
  graph: Graph,
  from: Value,
  { name, shape }: { name: string; shape: readonly number[] },
): string {
  const before = isSame(from.shape)
    ? from.name
    : graph.add('Transpose', [from.name], { name: `${name}/from`, attributes: { perm: [0, 2, 3, 1] } });
  const moves = !isSame(shape);
  const lengths = graph.integers(`${name}/shape`, [-1, ...(moves ? shape : inOrder(shape))]);
  const after = graph.add('Reshape', [before, lengths], { name: moves ? `${name}/to` : name });
  return moves ? graph.add('Transpose', [after], { name, attributes: { perm: [0, 3, 1, 2] } }) : after;
}
