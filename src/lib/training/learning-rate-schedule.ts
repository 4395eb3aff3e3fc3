import { expectation } from '../errors';
import type { Callback } from './callback';
import type { Schedule } from './schedule';

/**
 * Creates a callback that sets the optimizer's learning rate before every step.
 *
 * @example learningRateScheduler(oneCycleSchedule({ peak: 0.003 }))
 */
export function learningRateScheduler(schedule: Schedule): Callback {
  return {
    onTrainBegin({ model }) {
      const { learningRate } = model.optimizer as unknown as { learningRate?: unknown };
      if (typeof learningRate !== 'number') {
        throw expectation("the optimizer's learningRate", {
          expectation: 'a number that can be set',
          found: learningRate,
          advice: 'Muon, AdamW, tf.train.adam and tf.train.sgd have one.',
        });
      }
    },
    onBatchBegin({ model, epochs, stepsPerEpoch }, { epoch, step }) {
      const steps = epochs * stepsPerEpoch;
      // The last step is at 1, so the schedule is covered from end to end.
      const done = steps > 1 ? ((epoch - 1) * stepsPerEpoch + step) / (steps - 1) : 1;
      (model.optimizer as unknown as { learningRate: number }).learningRate = schedule(done);
    },
  };
}
