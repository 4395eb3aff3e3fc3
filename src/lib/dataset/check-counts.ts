import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { ANOTHER_COPY } from './sources/advice';
import { countByClass } from './count-by-class';
import { SPLITS, type Dataset, type Split } from './dataset';

/**
 * Checks the number of images of every emotion in every split.
 *
 * @param counts the expected counts, `[7]` per split in the order of `EMOTIONS`
 * @throws ExpectationError naming the first split and emotion that differ, with both numbers
 * @example checkCounts(dataset, FER2013_COUNTS);
 */
export function checkCounts(dataset: Dataset, counts: Readonly<Record<Split, readonly number[]>>): void {
  const found = countByClass(dataset);
  for (const split of SPLITS) {
    for (const [label, emotion] of EMOTIONS.entries()) {
      if (found[split][label] === counts[split][label]) continue;
      throw expectation(`the number of ${split} images of ${emotion} in ${dataset.source.path}`, {
        expectation: String(counts[split][label]),
        found: found[split][label],
        advice: adviceFor(dataset),
      });
    }
  }
}

/** What users of the notebooks can do about it, and what callers of the library can. */
function adviceFor({ source, labels }: Dataset): string {
  const fixed = `${source.kind} has a fixed number of images in each class, ${source.path} has ${labels.length.toLocaleString('en')} images in total`;
  return source.kind === 'FER-2013'
    ? `${fixed}: some were added, lost or moved, or it is another data set. ${ANOTHER_COPY} To load a different data set from code, call loadDataset(…, { counts: null }).`
    : `${fixed}: some were added, lost or moved. Delete this folder: the same faces are then drawn again.`;
}
