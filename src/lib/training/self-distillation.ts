import { EMOTIONS } from '../emotions';
import type { SoftTargets } from '../dataset/batches';
import type { Dataset } from '../dataset/dataset';
import { expectation } from '../errors';
import { predict } from '../evaluation/predict';
import type { Run } from './callback';

/** Epochs from one prediction of the training images to the next: each takes about a third of an epoch. */
const PERIOD = 4;

/** Images predicted between two looks for an interruption. */
const CHUNK = 2048;

/**
 * Targets that learn along: some of FER-2013's labels are wrong and many are one opinion of several, and a network that
 * trains long enough learns them by heart. So the training images are predicted every four epochs with the averaged
 * weights, from early on, when the network knows what is common and not yet what is wrong, and the targets move from the
 * labels towards the mean of those predictions: in epoch `e` of `E` by `share * e / E`. Kim et al., "Self-Knowledge
 * Distillation with Progressive Refinement of Targets" (2021), https://arxiv.org/abs/2006.12000; the mean over
 * predictions is that of Laine and Aila, "Temporal Ensembling" (2017), https://arxiv.org/abs/1610.02242.
 *
 * @example
 * const selfDistillation = new SelfDistillation(train, { share: 0.7 });
 * await fit(model, { selfDistillation, weightAverage, train: (epoch) => batches(train, {
 *   epoch, softTargets: selfDistillation.targets(epoch, 50) }), ... });
 */
export class SelfDistillation {
  private readonly share: number;
  /** `[n * 7]`; there from the first prediction on. */
  private predictions?: Float32Array;

  /**
   * @param images the training images, in the order in which `batches` numbers them
   * @param options.share how far the last epoch's targets have moved: 0 stays with the labels, 1 forgets them
   * @throws ExpectationError when the share is outside 0 to 1
   */
  constructor(
    private readonly images: Dataset,
    { share }: { share: number },
  ) {
    if (!(share >= 0 && share <= 1)) {
      throw expectation('share', { expectation: 'from 0 to 1', found: share });
    }
    this.share = share;
  }

  /**
   * Predicts the training images anew, if this epoch (from 0) is one to do so: `fit` calls it before each.
   *
   * @returns false when interrupted, and then nothing has changed
   */
  async renew(
    { model, weightAverage }: Pick<Run, 'model' | 'weightAverage'>,
    { epoch, interrupted }: { epoch: number; interrupted: () => boolean },
  ): Promise<boolean> {
    if (epoch === 0 || epoch % PERIOD !== 0) return true;
    const renewed = new Float32Array(this.images.labels.length * EMOTIONS.length);
    const predictAll = async () => {
      for (let start = 0; start < this.images.labels.length; start += CHUNK) {
        if (interrupted()) return false;
        const length = Math.min(CHUNK, this.images.labels.length - start);
        const indices = Int32Array.from({ length }, (_, i) => start + i);
        renewed.set(await predict(model, this.images, { indices }), start * EMOTIONS.length);
      }
      return true;
    };
    const done = await (weightAverage ? weightAverage.use(predictAll) : predictAll());
    if (!done) return false;
    const before = this.predictions;
    this.predictions = before ? renewed.map((value, i) => (value + before[i]) / 2) : renewed;
    return true;
  }

  /** What `batches` mixes into the labels' targets in an epoch (from 0) of a run of `epochs`. */
  targets(epoch: number, epochs: number): SoftTargets | null {
    return this.predictions
      ? { probabilities: this.predictions, share: (this.share * epoch) / epochs }
      : null;
  }

  /** `[n * 7]` the mean of the predictions, for a checkpoint; undefined before the first. */
  state(): Float32Array | undefined {
    return this.predictions;
  }

  /** Goes on from what {@link state} gave. */
  restore(predictions: Float32Array): void {
    this.predictions = predictions;
  }
}
