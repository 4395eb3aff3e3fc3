import type { History } from './callback';

/**
 * Thrown by `fit` when the notebook's cell was interrupted or the signal aborted: an interrupted cell shows as
 * interrupted, and the cells after it do not run on half a training. What the callbacks kept on disk stays.
 */
export class TrainingInterrupted extends Error {
  override readonly name = 'TrainingInterrupted';
  readonly interrupted = true;

  /** @param history the epochs that were finished */
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
