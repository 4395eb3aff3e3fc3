import type { tf } from '../tensorflow';

/**
 * A gradient under its variable's name, as tfjs passes gradients around (tfjs does not export the
 * type).
 */
export interface NamedGradient {
  name: string;
  /** null if the loss does not depend on the variable. */
  tensor: tf.Tensor | null;
}

/**
 * Implemented by an optimizer, as its property {@link GRAPH_STEP}, whose update can be part of a
 * training step's graph.
 */
export interface GraphStep {
  /**
   * The optimizer's own variables for these weights. The same weights must yield the same
   * variables.
   */
  state(weights: readonly tf.Variable[]): tf.Variable[];
  /**
   * Updates the weights that have gradients, and the state, with native ops only. Does not count
   * the step.
   */
  take(gradients: readonly NamedGradient[]): void;
  /** Counts a completed step. */
  advance(): void;
}

/** The property under which an optimizer has its {@link GraphStep}. */
export const GRAPH_STEP = Symbol.for('emotion-notebooks.graph-step');

interface Optimizer {
  applyGradients?: unknown;
  [GRAPH_STEP]?: GraphStep;
}

/** Returns an optimizer's {@link GraphStep}, if it has one. */
export function graphStepOf(optimizer: object): GraphStep | undefined {
  return (optimizer as Optimizer)[GRAPH_STEP];
}

/**
 * Whether an optimizer's updates are those of its {@link GraphStep}. They are not if the instance
 * or a subclass overrides applyGradients(), for example to clip gradients.
 */
export function stepsByGraph(optimizer: object): boolean {
  let holder: object | null = optimizer;
  while (holder && !Object.hasOwn(holder, GRAPH_STEP))
    holder = Object.getPrototypeOf(holder) as object | null;
  return holder !== null && (holder as Optimizer).applyGradients === (optimizer as Optimizer).applyGradients;
}

/** Takes one step and counts it, as an optimizer's applyGradients() does. */
export function takeAndCount(
  step: GraphStep,
  gradients: Record<string, tf.Tensor | null> | NamedGradient[],
): void {
  step.take(namedGradients(gradients));
  step.advance();
}

/** Converts either form in which tfjs passes gradients to an optimizer. */
function namedGradients(gradients: Record<string, tf.Tensor | null> | NamedGradient[]): NamedGradient[] {
  if (Array.isArray(gradients)) return gradients;
  return Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
}
