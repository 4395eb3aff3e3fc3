import {
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  share,
  text,
  type ValueOf,
} from '../../src/lib/json/index';
import { percent } from './percent';
import { significantFigures } from './significant-figures';

/** An accuracy with its 95 % interval. */
export const ACCURACY = object({ accuracy: share, interval: object({ low: share, high: share }) });

/** An accuracy with its 95 % interval, in percent: `65.55 (64.44–66.64)`. */
export const withInterval = ({ accuracy, interval }: ValueOf<typeof ACCURACY>): string =>
  `${percent(accuracy)} (${percent(interval.low)}–${percent(interval.high)})`;

/**
 * What chose a checkpoint: the score on publicTest, by FER-2013's labels or by FER+'s votes; null
 * where that is not known.
 */
export const CHOSEN_ON = nullable(oneOf(['publicTest', "publicTest's votes"]));

export type ChosenOn = ValueOf<typeof CHOSEN_ON>;

/** What chose a checkpoint, in words. */
export const chosenOnText = (chosenOn: ChosenOn): string => chosenOn ?? 'not known';

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

/** What was measured of a contender on photographs. */
export const ON_PHOTOGRAPHS = object({
  /** For each size of photographs. */
  sizes: list(
    object({
      width: integer({ from: 1 }),
      height: integer({ from: 1 }),
      photographsPerSecond: number({ above: 0 }),
      /** Faces that were hidden in them, and how many of those were found. */
      hidden: integer({ from: 0 }),
      found: integer({ from: 0 }),
    }),
  ),
  /** Boxes where no face was hidden, and further boxes on the same face. */
  falseHits: integer({ from: 0 }),
  /** The share of the found faces that got their emotion; null where none was found. */
  emotion: nullable(ACCURACY),
});

export type OnPhotographs = ValueOf<typeof ON_PHOTOGRAPHS>;

/** The cells of a contender's row, by the heads of their columns. */
export function photographCells({ sizes, falseHits, emotion }: OnPhotographs): Record<string, string> {
  type Size = OnPhotographs['sizes'][number];
  const ofEach = (what: string, cell: (size: Size) => string) =>
    Object.fromEntries(sizes.map((size) => [`${what}, ${size.width}x${size.height}`, cell(size)]));
  return {
    ...ofEach('photographs/s', ({ photographsPerSecond }) => significantFigures(photographsPerSecond)),
    ...ofEach('faces found', ({ found, hidden }) => `${found} of ${hidden}`),
    'false hits': String(falseHits),
    'right emotion, %': emotion ? withInterval(emotion) : '–',
  };
}
