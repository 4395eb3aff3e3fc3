import { adamStep, type AdamNumbers } from './adam-step';
import type { GraphStep } from '../graph/graph-step';
import { tf } from '../tensorflow';

/** What Adam keeps of one weight, in its shape. */
export interface Moments {
  first: tf.Variable;
  second: tf.Variable;
  /** Whether the weight decays. */
  decays?: boolean;
}

/** An optimizer that is Adam at heart. */
export interface AdamState {
  /** Those of the weights, in their order, always the same variables; zeros before the first step. */
  moments(variables: readonly tf.Variable[]): Moments[];
  /** The numbers of the coming step. */
  numbers(): AdamNumbers;
  /** Counts a step that was taken. */
  advance(): void;
}

/** Adam's step as the engine takes it, alone or inside of a training step's graph. */
export function adamGraphStep(adam: AdamState): GraphStep {
  return {
    state: (weights) => adam.moments(weights).flatMap(({ first, second }) => [first, second]),
    take(gradients) {
      const variables = gradients.map(({ name }) => tf.engine().registeredVariables[name]);
      const own = adam.moments(variables);
      const parameters = gradients.flatMap(({ tensor }, i) =>
        tensor ? [{ ...own[i], variable: variables[i], gradient: tensor }] : [],
      );
      adamStep(parameters, () => adam.numbers());
    },
    advance: () => adam.advance(),
  };
}
