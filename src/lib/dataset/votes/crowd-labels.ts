import { EMOTIONS } from '../../emotions';
import type { Dataset } from '../dataset';
import { subset } from '../subset';
import { majorityEmotion } from './majority-emotion';
import { totalOfVotes, votesPerImage } from './votes-per-image';

/**
 * The data set with the majority of FER+'s votes as labels. Images without a clear label are left
 * out, as in the paper: in the tests those where no single answer has the most votes, or where it is
 * contempt, "unknown" or "not a face"; in the training set, where images are trained on all their
 * votes, those where these three together have at least as many as the seven emotions. A training
 * image with a tie has the first of its emotions as label.
 *
 * @param dataset one with votes, see `loadVotes`
 * @throws ExpectationError if it has no votes
 * @example const relabeled = crowdLabels(await loadVotes(dataset, 'fer2013new.csv'));
 */
export function crowdLabels(dataset: Dataset): Dataset {
  const labels = new Map<number, number>();
  votesPerImage(dataset).forEach((counts, i) => {
    const label = dataset.splits[i] === 'train' ? trainingLabel(counts) : majorityEmotion(counts);
    if (label !== undefined) labels.set(i, label);
  });
  const relabeled = { ...dataset, labels: dataset.labels.map((label, i) => labels.get(i) ?? label) };
  return subset(
    { ...relabeled, source: { ...dataset.source, labeledBy: 'crowd' } },
    Array.from(labels.keys()),
  );
}

/** The first of the emotions with the most votes; undefined if other answers have as many votes. */
function trainingLabel(counts: Uint8Array): number | undefined {
  const emotions = counts.subarray(0, EMOTIONS.length);
  return totalOfVotes(emotions) > totalOfVotes(counts.subarray(EMOTIONS.length))
    ? emotions.indexOf(Math.max(...emotions))
    : undefined;
}
