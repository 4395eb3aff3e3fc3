/**
 * The index of the answer with the most votes.
 *
 * @param counts `[10]` votes for each answer
 * @returns undefined if there are no votes, or no single answer has the most
 * @example majorityOf(Uint8Array.of(0, 0, 7, 0, 0, 3, 0, 0, 0, 0)); // 2
 */
export function majorityOf(counts: Uint8Array): number | undefined {
  const most = Math.max(...counts);
  const first = counts.indexOf(most);
  return most > 0 && counts.indexOf(most, first + 1) < 0 ? first : undefined;
}

/**
 * The majority by FER+'s own evaluation: answers that a single person gave are dropped, and a
 * majority is more than half of the other votes. See `ANSWERS` for the source.
 *
 * @param counts `[10]` votes for each answer
 * @returns the index of the answer; undefined if there is no majority
 */
export function paperMajorityOf(counts: Uint8Array): number | undefined {
  const kept = counts.map((count) => (count > 1 ? count : 0));
  const total = kept.reduce((sum, count) => sum + count, 0);
  const majority = kept.findIndex((count) => count > total / 2);
  return majority < 0 ? undefined : majority;
}
