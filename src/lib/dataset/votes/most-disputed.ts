import type { Dataset } from '../dataset';
import { totalOfVotes, votesPerImage } from './votes-per-image';

/**
 * The images on which FER+'s annotators disagree most: those with the highest entropy of their
 * votes over all ten answers, highest first. Images without votes are left out.
 *
 * @param options
 * @param options.count at most this many images
 * @returns indices into the data set
 * @throws ExpectationError if the data set has no votes
 * @example subset(dataset, mostDisputed(dataset, { count: 12 }));
 */
export function mostDisputed(
  dataset: Pick<Dataset, 'votes'>,
  { count = 12 }: { count?: number } = {},
): number[] {
  return votesPerImage(dataset)
    .map((counts, index) => ({ index, counts }))
    .filter(({ counts }) => counts.some((answers) => answers > 0))
    .map(({ index, counts }) => ({ index, entropy: entropyOf(counts) }))
    .sort((a, b) => b.entropy - a.entropy)
    .slice(0, count)
    .map(({ index }) => index);
}

/** The entropy of an image's votes, in nats. */
function entropyOf(counts: Uint8Array): number {
  const total = totalOfVotes(counts);
  const shares = Array.from(counts, (count) => count / total).filter((share) => share > 0);
  return -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
}
