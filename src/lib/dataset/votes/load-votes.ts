import { expectation, type ExpectationError } from '../../errors';
import { formatCount, formatPercent } from '../../format';
import type { Dataset } from '../dataset';
import { VOTES_ADVICE } from './advice';
import { ANSWERS } from './answers';
import { majorityEmotion } from './majority-emotion';
import { matchNames } from './match-names';
import { matchPixels } from './match-pixels';
import { matchRows } from './match-rows';
import { readVotes, type VoteRow } from './read-votes';
import { readRowIndex } from './row-index';

/**
 * A CSV may leave out 176 of the 35,887 images, which all annotators called "not a face", and 1,269
 * rows whose images are copies of others.
 */
const LEAST_SHARE = 0.95;

/**
 * FER-2013's label is the majority's for two in three images, a label drawn at random for one in
 * five.
 */
const LEAST_AGREEMENT = 0.4;

/**
 * Adds the votes of FER+'s annotators to a data set. Images are matched by the name of their file
 * if the CSV has their names. Otherwise the CSV's rows are in the order of FER-2013's CSV: a data
 * set read from that CSV is matched row by row, and one read from the archive or its folders by the
 * images' pixels.
 *
 * @param file the CSV: FER+'s `fer2013new.csv`, or one with a column `name`
 * @returns the same data set with `votes`
 * @throws ExpectationError when the CSV is damaged, is not for these images, or has no votes for more
 *   than one in twenty of them
 * @example const dataset = await loadVotes(await openDataset(settings), 'fer2013new.csv');
 */
export async function loadVotes(dataset: Dataset, file: string): Promise<Dataset> {
  const rows = await readVotes(file);
  const { how, matched } = await match(dataset, rows);
  const n = dataset.labels.length;
  const found = matched.filter(Boolean).length;
  if (found < LEAST_SHARE * n)
    throw expectation(file, {
      expectation: `the votes for the ${formatCount(n)} images of ${dataset.source.path}`,
      found: `votes for ${formatCount(found)} of them, matched by ${how}`,
      advice: adviceFor(dataset, { rows, how, matched }),
    });
  const votes = new Uint8Array(n * ANSWERS.length);
  matched.forEach((row, i) => {
    if (row) votes.set(row.counts, i * ANSWERS.length);
  });
  if (how !== 'name') checkOrder(dataset, { matched, file });
  return { ...dataset, votes };
}

/** For each image its votes, and what they were found by. */
interface Match {
  readonly how: 'name' | 'row' | 'pixels';
  readonly matched: readonly (VoteRow | undefined)[];
}

async function match(dataset: Dataset, rows: readonly VoteRow[]): Promise<Match> {
  const named = matchNames(dataset, rows);
  if (named.some(Boolean) || rows.every(({ row }) => row === undefined))
    return { how: 'name', matched: named };
  // An archive may hold the CSV.
  if (dataset.names.every((name) => /^row \d+$/.test(name)))
    return { how: 'row', matched: matchRows(dataset, rows) };
  return { how: 'pixels', matched: matchPixels(dataset, rows, { index: await readRowIndex() }) };
}

/** What to do where too few images have votes. */
function adviceFor(
  { source, names }: Dataset,
  { rows, how, matched }: Match & { rows: readonly VoteRow[] },
): string {
  if (source.kind === 'drawn faces')
    return `The project drew these faces, and FER+'s annotators saw FER-2013's: unset FERPLUS and LABELS, or set FER2013 to the path of FER-2013.`;
  const missing = names[matched.findIndex((row) => row === undefined)];
  if (how === 'name')
    return `The first image without votes is ${missing}, the CSV's first name is ${rows[0].name}: add the missing ones, as paths such as this where several images have the same name, or give the rows of fer2013.csv (from 0) in a column ferplus_row. ${VOTES_ADVICE}`;
  if (how === 'pixels')
    return `The pixels of ${missing} are not those of FER-2013's archive, which FER+ can be matched with: set FER2013 to that archive (\`npm run data\`), or to fer2013.csv, or FERPLUS to a CSV with these images' names in a column name.`;
  return `The first image without votes is ${missing}. ${VOTES_ADVICE}`;
}

/** Rows that were sorted or shuffled are found, but are another image's. */
function checkOrder(
  { labels, source }: Dataset,
  { matched, file }: { matched: Match['matched']; file: string },
): void {
  const majorities = matched.map((row) => row && majorityEmotion(row.counts));
  const named = Array.from(majorities.keys()).filter((i) => majorities[i] !== undefined);
  const agreement = named.filter((i) => majorities[i] === labels[i]).length / named.length;
  if (agreement < LEAST_AGREEMENT) throw disorder(file, { path: source.path, agreement });
}

function disorder(file: string, { path, agreement }: { path: string; agreement: number }): ExpectationError {
  return expectation(`the rows of ${file}`, {
    expectation: `in the order of FER-2013's CSV, where the votes' majority is the label of two in three images`,
    found: `an order in which it is the label of ${formatPercent(agreement)} in ${path}`,
    advice: `The file was sorted, or belongs to other images: use it as it was downloaded. ${VOTES_ADVICE}`,
  });
}
