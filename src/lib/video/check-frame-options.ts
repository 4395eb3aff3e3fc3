import { expectation } from '../errors';
import type { FrameOptions } from './video';

/**
 * Checks which frames are wanted.
 *
 * @throws ExpectationError that names the option
 */
export function checkFrameOptions({ every, times }: FrameOptions): void {
  if (every !== undefined && !(every > 0 && Number.isFinite(every)))
    throw expectation('every', { expectation: 'a number of seconds above 0', found: every });
  if (times?.some((time, i) => !(time >= 0 && Number.isFinite(time) && (i === 0 || time >= times[i - 1]))))
    throw expectation('times', { expectation: 'ascending numbers of seconds from 0', found: times });
}
