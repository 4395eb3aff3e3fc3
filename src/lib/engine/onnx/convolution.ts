import type { Attributes, Graph } from './graph';
import type { Weight } from './weight';

/** What is convolved with what. */
export interface Convolution {
  x: string;
  /** `[filters, channels, height, width]` */
  kernel: Weight;
  bias?: Weight;
  attributes?: Attributes;
}

/**
 * Adds a convolution.
 *
 * @param graph
 * @param convolution
 * @param names of the result, and of the layer or op whose constants it has
 * @returns the name of the result
 */
export function addConvolution(
  graph: Graph,
  { x, kernel, bias, attributes }: Convolution,
  { name, owner }: { name: string; owner: string },
): string {
  const inputs = [x, graph.constant(`${owner}/kernel`, kernel.values, kernel.shape)];
  if (bias !== undefined) inputs.push(graph.constant(`${owner}/bias`, bias.values, bias.shape));
  return graph.add('Conv', inputs, { name, attributes });
}
