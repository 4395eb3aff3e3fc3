import { integer, list, number, object, optional, share, type Schema } from '../json/index';
import type { EpochRecord, History } from './callback';

const RECORD = object({
  epoch: integer({ from: 1 }),
  loss: number(),
  accuracy: share,
  valLoss: number(),
  valAccuracy: share,
  // A custom optimizer may have none.
  learningRate: optional(number()),
  seconds: number({ from: 0 }),
  imagesPerSecond: number({ from: 0 }),
}) as Schema<unknown> as Schema<EpochRecord>;

const RECORDS = list(RECORD);

/**
 * The epochs of a run as stored in `history.json` and in checkpoints: numbered from 1, without
 * gaps.
 */
export const HISTORY: Schema<History> = {
  check(value, place) {
    const violation = RECORDS.check(value, place);
    if (violation) return violation;
    const gap = (value as History).findIndex(({ epoch }, i) => epoch !== i + 1);
    return gap < 0
      ? undefined
      : {
          place: [...place, gap, 'epoch'],
          expectation: `${gap + 1}, because epochs are consecutive`,
          found: (value as History)[gap].epoch,
        };
  },
};
