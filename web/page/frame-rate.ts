/** Seconds over which the rate is taken. */
const SPAN = 2;

/** Counts frames a second. */
export class FrameRate {
  private times: number[] = [];

  /** Counts a frame, and returns the rate of the last two seconds; undefined after the first. */
  count(now = performance.now()): number | undefined {
    this.times = [...this.times.filter((time) => now - time <= 1000 * SPAN), now];
    const { length } = this.times;
    return length < 2 ? undefined : (1000 * (length - 1)) / (now - this.times[0]);
  }
}
