import { EMOTIONS } from '../emotions';
import { expectation } from '../errors';
import { countByClass } from './count-by-class';
import { SPLITS, type Dataset, type Split } from './dataset';

/**
 * Checks that every split has as many images of every emotion as it should.
 *
 * @param counts the table to compare with, `[7]` numbers per split in the order of `EMOTIONS`
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
        advice: `${dataset.source.kind} has a fixed number of images in each class: some were added, lost or moved. Get it anew, or pass counts: null to load a data set of your own.`,
      });
    }
  }
}
