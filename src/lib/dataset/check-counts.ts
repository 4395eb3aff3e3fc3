import { expectation } from '../errors';
import { ANOTHER_COPY } from './sources/advice';
import { countByClass } from './count-by-class';
import { SPLITS, type Dataset, type Split } from './dataset';

/**
 * Checks the number of images of every class in every split.
 *
 * @param counts the expected counts, one per split and class, in the order of the labels
 * @throws ExpectationError naming the first split and class that differ, with both numbers
 * @example checkCounts(dataset, FER2013_COUNTS);
 */
export function checkCounts(dataset: Dataset, counts: Readonly<Record<Split, readonly number[]>>): void {
  const found = countByClass(dataset);
  for (const split of SPLITS) {
    for (const [label, name] of dataset.classes.entries()) {
      if (found[split][label] === counts[split][label]) continue;
      throw expectation(`the number of ${split} images of ${name} in ${dataset.source.path}`, {
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
