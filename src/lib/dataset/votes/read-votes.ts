import { TextDecoder } from 'node:util';
import { expectation } from '../../errors';
import { parseCsvRows } from '../../files/parse-csv-rows';
import { readFileBytes } from '../../files/read-file';
import { formatCount } from '../../format';
import { fileKind, KIND_BYTES, utf16Of } from '../sources/file-kind';
import { VOTES_ADVICE } from './advice';
import { ANSWER_COLUMNS } from './answers';
import { FER2013_ROWS } from './fer2013-rows';

/** FER+'s file has 1.9 MB. */
const LARGEST = 2 ** 26;

/** Ten people voted; a larger number is not a count of their votes. */
const MOST_VOTES = 100;

const WHAT = 'a CSV of votes';

/** The votes for one image. */
export interface VoteRow {
  /** The image's file name; undefined where the CSV has none. */
  readonly name?: string;
  /** The index of the image's row in FER-2013's CSV, from 0; undefined where it is not known. */
  readonly row?: number;
  /** `[10]` how many people gave each answer, in the order of `ANSWERS`; at least one vote. */
  readonly counts: Uint8Array;
}

/**
 * Reads a CSV of votes: FER+'s `fer2013new.csv`, whose rows are in the order of FER-2013's CSV, or
 * one that names the images' files in a column `name`; that one may have the row in FER-2013's CSV,
 * from 0, in a column `ferplus_row`; identical images may share one. The columns may be in any order
 * and case, separated by commas, semicolons or tabs, and the text in UTF-8 or UTF-16.
 *
 * @throws ExpectationError when it is another kind of file, naming the column that is missing, the
 *   cell that is not a number of votes, or the name that occurs twice; also when FER+'s own
 *   file does not have all of its 35,887 rows
 * @example const rows = await readVotes('fer2013new.csv');
 */
export async function readVotes(file: string): Promise<VoteRow[]> {
  const text = decode(
    await readFileBytes(file, { what: WHAT, largest: LARGEST, advice: VOTES_ADVICE }),
    file,
  );
  const delimiters = [',', ';', '\t'];
  const lines = parseCsvRows(text, { file, what: WHAT, advice: VOTES_ADVICE, delimiters, trim: true });
  const [header = [], ...rest] = lines;
  const columns = columnsOf(header, file);
  // The header is row 1, and blank lines count, as in an editor.
  const filled = rest
    .map((cells, i) => ({ cells, number: i + 2 }))
    .filter(({ cells }) => cells.some(Boolean));
  if (filled.length === 0)
    throw expectation(file, {
      expectation: 'a row of votes for each image',
      found: 'a header and nothing else',
      advice: VOTES_ADVICE,
    });
  if (columns.isOrdered && filled.length !== FER2013_ROWS)
    throw expectation(file, {
      expectation: `FER+'s file with a row for each of FER-2013's ${formatCount(FER2013_ROWS)} images, since it has no column name`,
      found: `${formatCount(filled.length)} rows`,
      advice: `It was cut off or edited. ${VOTES_ADVICE}`,
    });
  const rows = filled.map(({ cells, number }, index) =>
    readRow(cells, { number, index, header, columns, file }),
  );
  checkRepeated(rows, { numbers: filled.map(({ number }) => number), columns, file });
  return rows;
}

/** The text of a file, if it is one. */
function decode(bytes: Buffer, file: string): string {
  const kind = fileKind(bytes.subarray(0, KIND_BYTES));
  if (kind.form !== 'text')
    throw expectation(file, {
      expectation: WHAT,
      found: kind.form === 'other' ? kind.name : `a ${kind.form} file`,
      advice: kind.form === 'other' ? VOTES_ADVICE : 'Unpack it and set FERPLUS to the CSV inside.',
    });
  return new TextDecoder(utf16Of(bytes) ?? 'utf-8').decode(bytes);
}

/** Where in a row the cells are. */
interface Columns {
  /** `[10]` in the order of `ANSWERS`. */
  readonly answers: readonly number[];
  /** -1 where there is none. */
  readonly name: number;
  readonly row: number;
  /** What the column of names is called: `name`, or in FER+'s own file `Image name`. */
  readonly nameTitle: string;
  /** Whether the rows are those of FER-2013's CSV, in the same order. */
  readonly isOrdered: boolean;
}

function columnsOf(header: readonly string[], file: string): Columns {
  const titles = header.map((title) => title.toLowerCase());
  const column = (title: string) => titles.indexOf(title.toLowerCase());
  const missing = ANSWER_COLUMNS.filter((title) => column(title) < 0);
  if (missing.length > 0)
    throw expectation(`the header of ${file}`, {
      expectation: `a column for each of ${ANSWER_COLUMNS.join(', ')}`,
      found: `none for ${missing.join(', ')} in "${header.join(',').slice(0, 80)}"`,
      advice:
        column('pixels') < 0 ? VOTES_ADVICE : `These are images: set FER2013 to this file. ${VOTES_ADVICE}`,
    });
  const [own, row] = [column('name'), column('ferplus_row')];
  return {
    answers: ANSWER_COLUMNS.map(column),
    name: own >= 0 ? own : column('Image name'),
    row,
    nameTitle: own >= 0 ? 'name' : 'Image name',
    isOrdered: own < 0 && row < 0,
  };
}

interface Place {
  /** Of the row in the file, from 1. */
  readonly number: number;
  /** Of the row among those that are filled, from 0. */
  readonly index: number;
  readonly header: readonly string[];
  readonly columns: Columns;
  readonly file: string;
}

function readRow(cells: readonly string[], { number, index, header, columns, file }: Place): VoteRow {
  const here = `row ${number} of ${file}`;
  const advice = 'Correct or remove this row.';
  if (cells.length !== header.length)
    throw expectation(here, {
      expectation: `${header.length} cells, as many as the header has`,
      found: cells.length,
      advice: `${advice} A name with a comma has to be in quotes.`,
    });
  const name = cells[columns.name] || undefined;
  if (name === undefined && !columns.isOrdered && columns.row < 0)
    throw expectation(`name in ${here}`, {
      expectation: "the name of an image's file",
      found: 'nothing',
      advice,
    });
  const integer = (column: number, most: number) => {
    const text = cells[column];
    const value = /^\d+(?:\.0+)?$/.test(text) ? Number(text) : NaN;
    if (value <= most) return value;
    throw expectation(`${header[column]} in ${here}`, {
      expectation: `an integer from 0 to ${most}`,
      found: text === '' ? 'nothing' : text,
      advice,
    });
  };
  const counts = Uint8Array.from(columns.answers, (column) => integer(column, MOST_VOTES));
  if (counts.every((count) => count === 0))
    throw expectation(`the votes in ${here}`, { expectation: 'at least one', found: 'none', advice });
  const row =
    columns.row >= 0 ? integer(columns.row, FER2013_ROWS - 1) : columns.isOrdered ? index : undefined;
  return { name, row, counts };
}

/** Checks that a name occurs once, and that rows which share a row of FER-2013's share its votes. */
function checkRepeated(
  rows: readonly VoteRow[],
  { numbers, columns, file }: { numbers: readonly number[]; columns: Columns; file: string },
): void {
  const byName = new Map<string, number>();
  const byRow = new Map<number, number>();
  const fault = (i: number, { column, value, other }: { column: string; value: unknown; other: string }) =>
    expectation(`${column} in row ${numbers[i]} of ${file}`, {
      expectation: 'one that no other row has',
      found: `${String(value)}, ${other}`,
      advice: 'Remove one of the two rows.',
    });
  rows.forEach(({ name, row, counts }, i) => {
    const [named, placed] = [name && byName.get(name), row !== undefined && byRow.get(row)];
    if (typeof named === 'number')
      throw fault(i, {
        column: columns.nameTitle,
        value: name,
        other: `which row ${numbers[named]} has too`,
      });
    if (typeof placed === 'number' && rows[placed].counts.join() !== counts.join())
      throw fault(i, {
        column: 'ferplus_row',
        value: row,
        other: `which row ${numbers[placed]} has too, with other votes`,
      });
    if (name !== undefined) byName.set(name, i);
    if (row !== undefined) byRow.set(row, i);
  });
}
