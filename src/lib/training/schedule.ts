/**
 * Returns the learning rate at a point of the run, given as the fraction of completed steps, 0 to
 * 1.
 */
export type Schedule = (done: number) => number;

/**
 * Creates a schedule with a constant learning rate.
 *
 * @example learningRateScheduler(constantSchedule(0.001))
 */
export function constantSchedule(learningRate: number): Schedule {
  return () => learningRate;
}
