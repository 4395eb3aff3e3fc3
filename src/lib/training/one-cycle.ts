import { expectation } from '../errors';
import type { Schedule } from './schedule';

/** The shape of {@link oneCycleSchedule}. */
export interface OneCycleOptions {
  /** The highest learning rate. */
  peak?: number;
  /** The part of the run in which the learning rate rises, 0 to 1. */
  warmUp?: number;
  /** The learning rate of the first step, as a part of the peak. */
  start?: number;
  /** The learning rate of the last step, as a part of the peak. */
  end?: number;
}

/**
 * One rise and one long fall of the learning rate, both along a half cosine: Smith and Topin, "Super-Convergence" (2017),
 * https://arxiv.org/abs/1708.07120. A high rate in the middle finds its way fast, a low one at the end settles.
 *
 * @throws ExpectationError when a number is outside what makes a cycle
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

/** Along a half cosine: level at both ends. */
function glide(from: number, { to, part }: { to: number; part: number }): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2;
}
