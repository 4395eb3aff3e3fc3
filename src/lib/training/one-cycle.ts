import { expectation } from '../errors';
import type { Schedule } from './schedule';

/** The shape of a {@link oneCycleSchedule}. */
export interface OneCycleOptions {
  /** The highest learning rate. */
  peak?: number;
  /** Fraction of the run in which the learning rate rises, 0 to 1. */
  warmUp?: number;
  /** Learning rate of the first step, as a fraction of the peak. */
  start?: number;
  /** Learning rate of the last step, as a fraction of the peak. */
  end?: number;
}

/**
 * Creates a one-cycle schedule: the learning rate rises once, then falls for the rest of the run,
 * each along a half cosine. Smith and Topin, "Super-Convergence" (2017),
 * https://arxiv.org/abs/1708.07120. The high rate in the middle makes fast progress, the low rate
 * at the end converges.
 *
 * @throws ExpectationError if an option is out of range
 * @example learningRateScheduler(oneCycleSchedule({ peak: 0.003 }))
 */
export function oneCycleSchedule({
  peak = 0.003,
  warmUp = 0.2,
  start = 0.1,
  end = 0.001,
}: OneCycleOptions = {}): Schedule {
  if (!(peak > 0)) throw expectation('peak', { expectation: 'greater than 0', found: peak });
  for (const [name, value] of Object.entries({ warmUp, start, end })) {
    if (!(value >= 0 && value <= 1)) throw expectation(name, { expectation: 'from 0 to 1', found: value });
  }
  return (done) =>
    done < warmUp
      ? peak * glide(start, { to: 1, part: done / warmUp })
      : peak * glide(1, { to: end, part: warmUp === 1 ? 1 : (done - warmUp) / (1 - warmUp) });
}

/** Interpolates along a half cosine, which is level at both ends. */
function glide(from: number, { to, part }: { to: number; part: number }): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2;
}
