import { expectation } from '../../errors';
import type { Dataset } from '../dataset';
import { imageAt } from '../image-at';
import { FER2013_ROWS, splitOfRow } from './fer2013-rows';
import { matchNames } from './match-names';
import { HASH_BYTES, pixelHash } from './pixel-hash';
import { readVotes } from './read-votes';

/**
 * Computes the bytes of `ROW_INDEX`, by which FER+'s own file, which has no names, is matched with
 * the images of FER-2013's archive.
 *
 * @param dataset FER-2013 from its archive or folders
 * @param file a CSV of votes with the columns `name` and `ferplus_row`
 * @throws ExpectationError when the CSV can't be read or lacks a column, when its names match no
 *   image, or when an image and its row are in different splits
 * @example const bytes = await createRowIndex(dataset, 'ferplus.csv');
 */
export async function createRowIndex(dataset: Dataset, file: string): Promise<Buffer> {
  const rows = await readVotes(file);
  const matched = matchNames(dataset, rows);
  if (!matched.some((row) => row?.row !== undefined))
    throw expectation(file, {
      expectation: `a CSV with the names of the images of ${dataset.source.path} in a column name, and their rows in fer2013.csv (from 0) in a column ferplus_row`,
      found: matched.some(Boolean) ? 'names without rows' : `other names, such as ${rows[0].name}`,
      advice: 'Add what is missing, or set FER2013 to the images that the names are those of.',
    });
  const index = Buffer.alloc(FER2013_ROWS * HASH_BYTES);
  matched.forEach((row, i) => {
    if (row?.row === undefined) return;
    if (splitOfRow(row.row) !== dataset.splits[i])
      throw expectation(`ferplus_row of ${row.name} in ${file}`, {
        expectation: `a row of ${dataset.splits[i]}, where the image is`,
        found: `${row.row}, which is one of ${splitOfRow(row.row)}`,
        advice: 'Rows are counted from 0, without the header.',
      });
    index.write(pixelHash(imageAt(dataset, i)), row.row * HASH_BYTES, 'hex');
  });
  return index;
}
