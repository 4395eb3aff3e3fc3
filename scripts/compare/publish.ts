import { COMPARISON, type Comparison } from '../shared/docs/comparison';
import { COMPARISON_VOTES, type VotesComparison } from '../shared/docs/comparison-votes';
import { measuredOn } from '../shared/docs/measured-on';
import { updateDocs } from '../shared/docs/update-docs';
import type { Machine } from '../shared/machine';
import { emptyOf, FACE_SIZES, PICTURE_SIZES, SEED } from './photographs/layout';
import type { PhotographRow } from './photographs/photograph-row';
import { isMeasured, type CompareRow, type VotesRow } from './row';

/** The content of out/compare.json, as far as docs show it. */
export interface Compared {
  machine: Machine;
  /** Images in a batch. */
  batch: number;
  rows: readonly CompareRow[];
}

/** What was compared on photographs. */
export interface ComparedPhotographs {
  /** Photographs of each size. */
  each: number;
  rows: readonly PhotographRow[];
}

/**
 * What docs/results.md shows of a comparison.
 *
 * @throws where nobody was compared
 */
export function comparisonOf({ machine, batch, rows }: Compared): Omit<Comparison, 'photographs'> {
  const first = rows.find(isMeasured);
  if (!first) throw new Error('Expected somebody to be compared but found nobody.');
  return {
    // Only on photographs does anybody look for faces.
    machine: measuredOn({ ...machine, versions: { ...machine.versions, opencv: undefined } }),
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
 * What docs/results.md shows of a comparison on photographs.
 *
 * @throws where nobody was compared
 */
export function photographsOf({
  machine,
  each,
  rows,
}: ComparedPhotographs & { machine: Machine }): NonNullable<Comparison['photographs']> {
  if (!rows.some((row) => 'measured' in row))
    throw new Error('Expected somebody to be compared on photographs but found nobody.');
  const empty = emptyOf(each);
  return {
    machine: measuredOn(machine),
    seed: SEED,
    withFace: (each - empty) * PICTURE_SIZES.length,
    empty: empty * PICTURE_SIZES.length,
    faceSizes: [...FACE_SIZES],
    rows: rows.map((row) =>
      'measured' in row
        ? { title: row.title, measured: row.measured }
        : { title: row.title, absent: row.absent },
    ),
  };
}

/** What was compared on FER+'s votes. */
export interface ComparedVotes extends Pick<VotesComparison, 'labels' | 'votes'> {
  rows: readonly VotesRow[];
}

/**
 * What docs/results.md shows of a comparison on FER+'s votes.
 *
 * @throws where nobody was compared
 */
export function votesOf({
  machine,
  rows,
  labels,
  votes,
}: ComparedVotes & { machine: Machine }): VotesComparison {
  if (!rows.some((row) => 'scores' in row))
    throw new Error("Expected somebody to be compared on FER+'s votes but found nobody.");
  return {
    machine: measuredOn({ ...machine, versions: { ...machine.versions, opencv: undefined } }),
    rows: rows.map((row) => {
      if ('absent' in row) return { title: row.title, absent: row.absent };
      const { title, learned, chosenOn, scores } = row;
      return { title, learned, chosenOn, scores };
    }),
    ...{ labels, votes },
  };
}

/** What a run compared: a part that it left out stays as it is in the docs. */
export interface Published {
  machine: Machine;
  images?: Omit<Compared, 'machine'>;
  votes?: ComparedVotes;
  photographs?: ComparedPhotographs;
}

/**
 * Writes a comparison into docs/data, and renders the pages that show it.
 *
 * @returns the files that were written, from the project's root
 */
export async function publishComparison({
  machine,
  images,
  votes,
  photographs,
}: Published): Promise<string[]> {
  const written: string[] = [];
  if (votes) {
    await COMPARISON_VOTES.write(votesOf({ ...votes, machine }));
    written.push(COMPARISON_VOTES.file);
  }
  if (images || photographs) {
    const before = images && photographs ? undefined : await COMPARISON.read();
    const onPhotographs = photographs ? photographsOf({ ...photographs, machine }) : before?.photographs;
    const onImages = images ? comparisonOf({ ...images, machine }) : before;
    if (onImages) await COMPARISON.write({ ...onImages, photographs: onPhotographs });
    written.push(COMPARISON.file);
  }
  return [...written, ...(await updateDocs())];
}
