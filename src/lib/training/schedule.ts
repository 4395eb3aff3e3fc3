/** The learning rate at a point of the run, given as the part of its steps that is done: 0 to 1. */
export type Schedule = (done: number) => number;

/**
 * The same learning rate all the way.
 *
 * @example learningRateScheduler(constantSchedule(0.001))
 */
export function constantSchedule(learningRate: number): Schedule {
  return () => learningRate;
}
