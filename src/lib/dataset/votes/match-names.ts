import path from 'node:path';
import type { Dataset } from '../dataset';
import type { VoteRow } from './read-votes';

/**
 * Matches rows of votes to images by the names of the images' files: by the path inside the data
 * set's source, or by its last part where no other image has the same. Two pairs of images of
 * FER-2013's archive share theirs.
 *
 * @param rows the rows of a CSV of votes
 * @returns `[n]` for each image its votes, or undefined
 */
export function matchNames(
  { names }: Pick<Dataset, 'names'>,
  rows: readonly VoteRow[],
): (VoteRow | undefined)[] {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const last = names.map((name) => path.posix.basename(name));
  const images = new Map<string, number>();
  for (const name of last) images.set(name, (images.get(name) ?? 0) + 1);
  return names.map(
    (name, i) => byName.get(name) ?? (images.get(last[i]) === 1 ? byName.get(last[i]) : undefined),
  );
}
