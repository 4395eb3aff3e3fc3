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
 * await fit(model, { weightAverage, ... });
 */
export class WeightAverage {
  readonly decay: number;
  private steps = 0;
  /** All weights end to end, in the order of `model.getWeights()`; there from the first step on. */
  private values?: tf.Tensor1D;

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
    const before = this.values;
    const next = tf.tidy(() => {
      const weights = flatten(this.model);
      return before ? tf.add(before, tf.mul(tf.sub(weights, before), 1 - keep)) : weights;
    });
    before?.dispose();
    this.values = tf.keep(next as tf.Tensor1D);
    this.steps++;
  }

  /**
   * Runs something, such as a validation, with the averaged weights in the model, and puts the weights of the last step
   * back, even when it throws. Before the first step the model stays as it is.
   */
  async use<T>(run: () => T | Promise<T>): Promise<T> {
    if (!this.values) return run();
    const own = tf.tidy(() => flatten(this.model));
    try {
      assign(this.model, this.values);
      return await run();
    } finally {
      assign(this.model, own);
      own.dispose();
    }
  }

  /** Puts the averaged weights into the model for good. */
  apply(): void {
    if (this.values) assign(this.model, this.values);
  }

  /** The average and how many steps it has taken in, for a checkpoint. The tensor stays the average's. */
  state(): { steps: number; values: tf.Tensor1D } | undefined {
    return this.values && { steps: this.steps, values: this.values };
  }

  /** Goes on from what {@link state} gave. The tensor stays the caller's. */
  restore({ steps, values }: { steps: number; values: tf.Tensor1D }): void {
    this.values?.dispose();
    this.values = tf.keep(values.clone());
    this.steps = steps;
  }

  /** Frees the average. */
  dispose(): void {
    this.values?.dispose();
    this.values = undefined;
    this.steps = 0;
  }
}

function flatten(model: tf.LayersModel): tf.Tensor1D {
  return tf.concat1d(model.getWeights().map((weight) => weight.as1D()));
}

function assign(model: tf.LayersModel, values: tf.Tensor1D): void {
  tf.tidy(() => {
    const shapes = model.getWeights().map((weight) => weight.shape);
    const pieces = tf.split(
      values,
      shapes.map((shape) => tf.util.sizeFromShape(shape)),
    );
    model.setWeights(pieces.map((piece, i) => piece.reshape(shapes[i])));
  });
}
