import type { FrameOptions } from './video';

/**
 * The times whose frames are wanted, up to the video's end: those given, or multiples of `every`.
 *
 * @param options
 * @param options.duration of the video, in seconds
 * @example [...wantedTimes({ every: 0.5, duration: 1.2 })] // [0, 0.5, 1]
 */
export function* wantedTimes({
  every = Infinity,
  times,
  duration,
}: FrameOptions & { duration: number }): Generator<number, void, undefined> {
  if (times) {
    yield* times;
    return;
  }
  yield 0;
  // A product and not a sum, whose rounding would add up over an hour.
  for (let i = 1; i * every <= duration; i++) yield i * every;
}
