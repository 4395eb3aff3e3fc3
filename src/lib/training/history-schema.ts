import { integer, list, number, object, optional, type Schema } from '../json/index';
import type { EpochRecord, History } from './callback';

const SHARE = number({ from: 0, to: 1 });

const RECORD = object({
  epoch: integer({ from: 1 }),
  loss: number(),
  accuracy: SHARE,
  valLoss: number(),
  valAccuracy: SHARE,
  // An optimizer of the user's own may have none.
  learningRate: optional(number()),
  seconds: number({ from: 0 }),
  imagesPerSecond: number({ from: 0 }),
}) as Schema<unknown> as Schema<EpochRecord>;

const RECORDS = list(RECORD);

/** What `history.json` and a checkpoint keep of a run's epochs: from the first one on, none left out. */
export const HISTORY: Schema<History> = {
  check(value, place) {
    const violation = RECORDS.check(value, place);
    if (violation) return violation;
    const gap = (value as History).findIndex(({ epoch }, i) => epoch !== i + 1);
    return gap < 0
      ? undefined
      : {
          place: [...place, gap, 'epoch'],
          expectation: `${gap + 1}, as epochs follow one another`,
          found: (value as History)[gap].epoch,
        };
  },
};
