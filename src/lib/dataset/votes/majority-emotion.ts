import { EMOTIONS } from '../../emotions';
import { majorityOf } from './majority';

/**
 * The emotion with the most votes.
 *
 * @param counts `[10]` votes for each answer
 * @returns an index into `EMOTIONS`; undefined if there is no majority, or it is contempt,
 *   "unknown" or "not a face"
 */
export function majorityEmotion(counts: Uint8Array): number | undefined {
  const majority = majorityOf(counts);
  return majority !== undefined && majority < EMOTIONS.length ? majority : undefined;
}
