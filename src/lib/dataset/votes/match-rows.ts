import { expectation } from '../../errors';
import { formatCount } from '../../format';
import type { Dataset } from '../dataset';
import { FER2013_ROWS, splitOfRow } from './fer2013-rows';
import type { VoteRow } from './read-votes';

/**
 * Matches rows of votes to the images of FER-2013's CSV by their order.
 *
 * @param dataset one that was read from a CSV: its names are the numbers of the rows
 * @returns `[n]` for each image its votes, or undefined
 * @throws ExpectationError when the images are not all of FER-2013's in their original order
 */
export function matchRows(
  { names, splits, source }: Pick<Dataset, 'names' | 'splits' | 'source'>,
  rows: readonly VoteRow[],
): (VoteRow | undefined)[] {
  const advice =
    'Set FER2013 to fer2013.csv or icml_face_data.csv as it was downloaded, or to the archive (`npm run data`).';
  if (names.length !== FER2013_ROWS)
    throw expectation(source.path, {
      expectation: `FER-2013 with all ${formatCount(FER2013_ROWS)} images, whose rows the votes are matched with`,
      found: `${formatCount(names.length)} images`,
      advice,
    });
  // Blank lines count in the names, but the order remains.
  const numbers = names.map((name) => Number(name.replace(/\D+/g, '')));
  const order = Array.from(numbers.keys()).sort((a, b) => numbers[a] - numbers[b]);
  const byRow = new Map(rows.map((row) => [row.row, row]));
  const matched = new Array<VoteRow | undefined>(names.length);
  order.forEach((image, place) => {
    if (splits[image] !== splitOfRow(place))
      throw expectation(`${names[image]} of ${source.path}`, {
        expectation: `in ${splitOfRow(place)}, as in the original order of FER-2013's CSV, which the votes are in`,
        found: splits[image],
        advice,
      });
    matched[image] = byRow.get(place);
  });
  return matched;
}
