import { adamStep, type AdamNumbers } from './adam-step';
import type { GraphStep } from '../graph/graph-step';
import { tf } from '../tensorflow';

/** Adam's moments of one weight, in its shape. */
export interface Moments {
  first: tf.Variable;
  second: tf.Variable;
  /** Whether weight decay applies to the weight. */
  decays?: boolean;
}

/** The state of an optimizer that is based on Adam. */
export interface AdamState {
  /**
   * The moments of the weights, in their order. They are zeros before the first step and must be
   * the same variables every time.
   */
  moments(variables: readonly tf.Variable[]): Moments[];
  /** The hyperparameters of the next step. */
  numbers(): AdamNumbers;
  /** Counts a completed step. */
  advance(): void;
}

/** Creates an Adam step that can run alone or as part of a training step's graph. */
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
