import { emaStep } from '../engine/optimizers/ema-step';
import { tf } from '../engine/tensorflow';
import { expectation } from '../errors';

/**
 * An exponential moving average of a model's weights, including the moving statistics of batch
 * normalization. It scores better than the weights of any single step: Polyak and Juditsky (1992);
 * Tarvainen and Valpola, "Mean teachers" (2017), https://arxiv.org/abs/1703.01780. The decay is
 * `min(decay, (1 + steps) / (10 + steps))`, so the average forgets the poor first steps quickly.
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
  /** In the order of `model.getWeights()`; set at the first step. */
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

  /** Updates the average with the model's weights. Call it after every step. */
  update(): void {
    const keep = Math.min(this.decay, (1 + this.steps) / (10 + this.steps));
    const targets = this.model.getWeights();
    if (this.values) emaStep(this.values, { targets, rate: 1 - keep });
    else this.values = targets.map((weight) => tf.variable(weight, false));
    this.steps++;
  }

  /**
   * Runs a function, such as a validation, with the averaged weights in the model, then restores
   * the model's own weights, even if the function throws. Before the first step the model is left
   * unchanged.
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

  /** Replaces the model's weights with the averaged ones. */
  apply(): void {
    if (this.values) this.model.setWeights(this.values);
  }

  /**
   * Returns the average, in the order of `model.getWeights()`, and the number of steps in it, for a
   * checkpoint; undefined before the first step. The average still owns the tensors.
   */
  state(): { steps: number; values: tf.Tensor[] } | undefined {
    return this.values && { steps: this.steps, values: this.values };
  }

  /** Restores what {@link state} returned. The caller still owns the tensors. */
  restore({ steps, values }: { steps: number; values: readonly tf.Tensor[] }): void {
    this.dispose();
    this.values = values.map((tensor) => tf.variable(tensor, false));
    this.steps = steps;
  }

  /** Frees the average and resets it. */
  dispose(): void {
    tf.dispose(this.values ?? []);
    this.values = undefined;
    this.steps = 0;
  }
}
