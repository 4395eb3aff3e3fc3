import { COMPARISON, type Comparison } from '../shared/docs/comparison';
import { measuredOn } from '../shared/docs/measured-on';
import { updateDocs } from '../shared/docs/update-docs';
import type { Machine } from '../shared/machine';
import { isMeasured, type CompareRow } from './row';

/** The content of out/compare.json, as far as docs show it. */
export interface Compared {
  machine: Machine;
  /** Images in a batch. */
  batch: number;
  rows: readonly CompareRow[];
}

/**
 * What docs/results.md shows of a comparison.
 *
 * @throws where nobody was compared
 */
export function comparisonOf({ machine, batch, rows }: Compared): Comparison {
  const first = rows.find(isMeasured);
  if (!first) throw new Error('Expected somebody to be compared but found nobody.');
  return {
    machine: measuredOn(machine),
    batch,
    images: first.scores.all.n,
    imagesNotInTrain: first.withoutDuplicates.all.n,
    rows: rows.map((row) => {
      if (!isMeasured(row)) return { title: row.title, absent: row.absent };
      const { title, parameters, bytes, chosenOn, scores, withoutDuplicates } = row;
      const { macroF1, calibrationError, imagesPerSecond, fast } = row;
      return {
        ...{ title, parameters, bytes, chosenOn, scores, withoutDuplicates: withoutDuplicates.all.accuracy },
        ...{ macroF1, calibrationError, imagesPerSecond, fast },
      };
    }),
  };
}

/**
 * Writes a comparison into docs/data, and renders the pages that show it.
 *
 * @returns the files that were written, from the project's root
 */
export async function publishComparison(compared: Compared): Promise<string[]> {
  await COMPARISON.write(comparisonOf(compared));
  return [COMPARISON.file, ...(await updateDocs())];
}
