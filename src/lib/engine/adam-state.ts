import { adamStep, type AdamNumbers } from './adam-step';
import { tf } from './tensorflow';

/** A tensor with a variable's name, as tfjs passes gradients around (it does not export the type). */
export interface NamedGradient {
  name: string;
  /** null where the loss does not depend on the variable. */
  tensor: tf.Tensor | null;
}

/** What Adam keeps of one weight, in its shape. */
export interface Moments {
  first: tf.Variable;
  second: tf.Variable;
  /** Whether the weight decays. */
  decays?: boolean;
}

/**
 * What an optimizer that is Adam at heart tells the engine, which then takes its steps: alone, or inside of a training
 * step's graph. The optimizer has it under {@link ADAM}.
 */
export interface AdamState {
  /** Those of the weights, in their order, always the same variables; zeros before the first step. */
  moments(variables: readonly tf.Variable[]): Moments[];
  /** The numbers of the coming step. */
  numbers(): AdamNumbers;
  /** Counts a step that was taken. */
  advance(): void;
}

/** Where an optimizer has its {@link AdamState}. */
export const ADAM = Symbol.for('emotion-notebooks.adam');

/** An optimizer's state of Adam, if it is one. */
export function adamStateOf(optimizer: object): AdamState | undefined {
  return (optimizer as { [ADAM]?: AdamState })[ADAM];
}

/** Moves the weights that the gradients are of; counting the step is left to the caller. */
export function takeAdamStep(state: AdamState, gradients: readonly NamedGradient[]): void {
  const variables = gradients.map(({ name }) => tf.engine().registeredVariables[name]);
  const moments = state.moments(variables);
  const parameters = gradients.flatMap(({ tensor }, i) =>
    tensor ? [{ ...moments[i], variable: variables[i], gradient: tensor }] : [],
  );
  adamStep(parameters, () => state.numbers());
}

/** Gradients in either form in which tfjs gives them to an optimizer. */
export function namedGradients(
  gradients: Record<string, tf.Tensor | null> | NamedGradient[],
): NamedGradient[] {
  if (Array.isArray(gradients)) return gradients;
  return Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
}
