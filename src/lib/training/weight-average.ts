import { emaStep } from '../engine/optimizers/ema-step';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * An exponential moving average of a model's weights (the moving statistics of batch normalization included), which
 * scores better than the weights of any single step: Polyak and Juditsky (1992); Tarvainen and Valpola,
 * "Mean teachers" (2017), https://arxiv.org/abs/1703.01780. Early on the average forgets faster, so that the first steps do not
 * weigh it down: it keeps `min(decay, (1 + steps) / (10 + steps))`.
 *
 * @example
 * const weightAverage = new WeightAverage(model, { decay: 0.998 });
 * await fit(model, {
 *   train: (epoch) => createBatches(train, { epoch, seed: 42 }),
 *   validation: () => createBatches(publicTest, { shuffle: false }),
 *   epochs: 15,
 *   weightAverage,
 * });
 */
export class WeightAverage {
  readonly decay: number;
  private steps = 0;
  /** In the order of `model.getWeights()`; there from the first step on. */
  private values?: tf.Variable[];

  constructor(
    private readonly model: tf.LayersModel,
    { decay = 0.998 }: { decay?: number } = {},
  ) {
    if (!(decay >= 0 && decay < 1)) {
      throw expectation('decay', { expectation: 'from 0 to below 1', found: decay });
    }
    this.decay = decay;
  }

  /** Takes the model's weights in: to be called after every step. */
  update(): void {
    const keep = Math.min(this.decay, (1 + this.steps) / (10 + this.steps));
    const targets = this.model.getWeights();
    if (this.values) emaStep(this.values, { targets, rate: 1 - keep });
    else this.values = targets.map((weight) => tf.variable(weight, false));
    this.steps++;
  }

  /**
   * Runs something, such as a validation, with the averaged weights in the model, and puts the weights of the last step
   * back, even when it throws. Before the first step the model stays as it is.
   */
  async use<T>(run: () => T | Promise<T>): Promise<T> {
    if (!this.values) return run();
    const own = this.model.getWeights().map((weight) => tf.keep(weight.clone()));
    try {
      this.model.setWeights(this.values);
      return await run();
    } finally {
      this.model.setWeights(own);
      tf.dispose(own);
    }
  }

  /** Puts the averaged weights into the model for good. */
  apply(): void {
    if (this.values) this.model.setWeights(this.values);
  }

  /**
   * The average, in the order of `model.getWeights()`, and how many steps it has taken in, for a checkpoint. The tensors
   * stay the average's.
   */
  state(): { steps: number; values: tf.Tensor[] } | undefined {
    return this.values && { steps: this.steps, values: this.values };
  }

  /** Goes on from what {@link state} gave. The tensors stay the caller's. */
  restore({ steps, values }: { steps: number; values: readonly tf.Tensor[] }): void {
    this.dispose();
    this.values = values.map((tensor) => tf.variable(tensor, false));
    this.steps = steps;
  }

  /** Frees the average. */
  dispose(): void {
    tf.dispose(this.values ?? []);
    this.values = undefined;
    this.steps = 0;
  }
}
