import type { Dataset } from '../dataset';
import { imageAt } from '../image-at';
import { splitOfRow } from './fer2013-rows';
import { pixelHash } from './pixel-hash';
import type { VoteRow } from './read-votes';

/**
 * Matches rows of votes to images by the pixels. Images with the same pixels in the same split get
 * the votes of the first of their rows.
 *
 * @param rows the rows of a CSV of votes
 * @param options
 * @param options.index the hash of each row's pixels, see `readRowIndex`
 * @returns `[n]` for each image its votes, or undefined
 */
export function matchPixels(
  dataset: Pick<Dataset, 'images' | 'names' | 'splits'>,
  rows: readonly VoteRow[],
  { index }: { index: readonly (string | undefined)[] },
): (VoteRow | undefined)[] {
  const byRow = new Map(rows.map((row) => [row.row, row]));
  const byPixels = new Map<string, VoteRow>();
  index.forEach((hash, place) => {
    const row = byRow.get(place);
    if (hash === undefined || row === undefined) return;
    const key = `${splitOfRow(place)} ${hash}`;
    if (!byPixels.has(key)) byPixels.set(key, row);
  });
  return dataset.splits.map((split, i) => byPixels.get(`${split} ${pixelHash(imageAt(dataset, i))}`));
}
