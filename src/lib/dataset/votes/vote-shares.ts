import { EMOTIONS } from '../../emotions';
import type { Dataset } from '../dataset';
import { totalOfVotes, votesPerImage } from './votes-per-image';

/**
 * The share of each image's votes that every emotion got, of those for one of the seven emotions:
 * `[n * 7]`, image after image; zeros where nobody saw one.
 *
 * @throws ExpectationError if the data set has no votes
 * @example const shares = voteShares(await loadVotes(dataset, 'fer2013new.csv'));
 */
export function voteShares(dataset: Pick<Dataset, 'votes'>): Float32Array {
  const images = votesPerImage(dataset);
  const shares = new Float32Array(images.length * EMOTIONS.length);
  images.forEach((votes, i) => {
    const counts = votes.subarray(0, EMOTIONS.length);
    const total = totalOfVotes(counts);
    if (total > 0) counts.forEach((count, label) => (shares[i * EMOTIONS.length + label] = count / total));
  });
  return shares;
}
