import type { tf } from '../tensorflow';

/** A tensor with a variable's name, as tfjs passes gradients around (it does not export the type). */
export interface NamedGradient {
  name: string;
  /** null where the loss does not depend on the variable. */
  tensor: tf.Tensor | null;
}

/**
 * What an optimizer, whose steps may become part of a training step's graph, tells the engine. It has it under
 * {@link GRAPH_STEP}.
 */
export interface GraphStep {
  /** What the optimizer keeps of the weights besides: for the same weights always the same variables. */
  state(weights: readonly tf.Variable[]): tf.Variable[];
  /** Moves the weights that the gradients are of and the state, by native ops alone; counting is left to `advance`. */
  take(gradients: readonly NamedGradient[]): void;
  /** Counts a step that was taken. */
  advance(): void;
}

/** Where an optimizer has its {@link GraphStep}. */
export const GRAPH_STEP = Symbol.for('emotion-notebooks.graph-step');

interface Optimizer {
  applyGradients?: unknown;
  [GRAPH_STEP]?: GraphStep;
}

/** An optimizer's {@link GraphStep}, if it has one. */
export function graphStepOf(optimizer: object): GraphStep | undefined {
  return (optimizer as Optimizer)[GRAPH_STEP];
}

/**
 * Whether an optimizer's steps are its {@link GraphStep}'s: not where it, or a subclass, has an applyGradients() of its own,
 * to clip gradients for example.
 */
export function stepsByGraph(optimizer: object): boolean {
  let holder: object | null = optimizer;
  while (holder && !Object.hasOwn(holder, GRAPH_STEP))
    holder = Object.getPrototypeOf(holder) as object | null;
  return holder !== null && (holder as Optimizer).applyGradients === (optimizer as Optimizer).applyGradients;
}

/** Takes one step and counts it: what an optimizer's applyGradients() comes to. */
export function takeAndCount(
  step: GraphStep,
  gradients: Record<string, tf.Tensor | null> | NamedGradient[],
): void {
  step.take(namedGradients(gradients));
  step.advance();
}

/** Gradients in either form in which tfjs gives them to an optimizer. */
function namedGradients(gradients: Record<string, tf.Tensor | null> | NamedGradient[]): NamedGradient[] {
  if (Array.isArray(gradients)) return gradients;
  return Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
}
