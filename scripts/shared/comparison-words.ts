import { number, object, share, text, type ValueOf } from '../../src/lib/json/index';
import { percent } from './percent';
import { significantFigures } from './significant-figures';

/** An accuracy with its 95 % interval, in percent: `65.55 (64.44–66.64)`. */
export const withInterval = ({
  accuracy,
  interval,
}: {
  accuracy: number;
  interval: { low: number; high: number };
}): string => `${percent(accuracy)} (${percent(interval.low)}–${percent(interval.high)})`;

/** The load for each core above which speeds mean little. */
const BUSY = 0.25;

/**
 * What has to be said of speeds measured while the machine was busy; undefined where it was not.
 */
export function busyNote({ loadAtStart, cores }: { loadAtStart: number; cores: number }): string | undefined {
  if (loadAtStart <= BUSY * cores) return undefined;
  return `The machine was busy with other work (load ${significantFigures(loadAtStart)} on ${cores} cores): the speeds are no result, the scores are.`;
}

/** A model's speed and accuracy with `useFastTraining()`. */
export const FAST_PREDICTION = object({
  precision: text(),
  imagesPerSecond: number({ above: 0 }),
  accuracy: share,
});

export type FastPrediction = ValueOf<typeof FAST_PREDICTION>;

/**
 * What a row says of a model that was also timed with `useFastTraining()`; undefined for others.
 */
export function fastNote({ title, fast }: { title: string; fast?: FastPrediction }): string | undefined {
  if (!fast) return undefined;
  return `${title}, with useFastTraining() in ${fast.precision}: ${significantFigures(fast.imagesPerSecond)} images/s, ${percent(fast.accuracy)} % of all`;
}
