import type { History } from './callback';

/**
 * Thrown by `fit` when the notebook cell is interrupted or the signal aborted. It marks the cell as
 * interrupted and keeps later cells from running on a half-trained model. Checkpoints on disk are
 * kept.
 */
export class TrainingInterrupted extends Error {
  override readonly name = 'TrainingInterrupted';
  readonly interrupted = true;

  /**
   * @param history the finished epochs
   * @param options
   * @param options.epochs the total number of epochs
   */
  constructor(
    readonly history: History,
    { epochs }: { epochs: number },
  ) {
    super(
      `Training interrupted after ${history.length} of ${epochs} epochs. Checkpoints of the finished epochs are kept; ` +
        'run the same training again to resume from the last one.',
    );
  }
}
