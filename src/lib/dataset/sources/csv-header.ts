import { TextDecoder } from 'node:util';
import { expectation, type ExpectationError } from '../../errors';
import { ANOTHER_COPY } from './advice';
import { utf16Of } from './file-kind';

/** The format of a CSV's rows. */
export interface CsvHeader {
  /** The character code of the delimiter: comma, semicolon, tab or bar. */
  readonly delimiter: number;
  /** The index of each column. */
  readonly columns: { readonly emotion: number; readonly pixels: number; readonly usage: number };
}

const COLUMNS = ['emotion', 'pixels', 'usage'] as const;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Parses the header of a CSV: emotion, pixels and Usage in any order and case, quoted or not,
 * surrounded by blanks or not, delimited by comma, semicolon, tab or bar.
 *
 * @returns the first missing column if it does not name all three
 * @example
 * readCsvHeader('emotion,pixels,Usage'); // { delimiter: 44, columns: { emotion: 0, pixels: 1, usage: 2 } }
 */
export function readCsvHeader(line: string): CsvHeader | { readonly missing: string } {
  const text = line.replace(/^\ufeff|^\xef\xbb\xbf/, '');
  const readings = DELIMITERS.map((delimiter) => {
    const names = text.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
    return { delimiter, names: names.map((name) => name.trim().toLowerCase()) };
  });
  const found = (names: readonly string[]) => COLUMNS.filter((column) => names.includes(column)).length;
  const [{ delimiter, names }] = readings.sort((a, b) => found(b.names) - found(a.names));
  const missing = COLUMNS.find((column) => !names.includes(column));
  if (missing !== undefined) return { missing: missing === 'usage' ? 'Usage' : missing };
  const [emotion, pixels, usage] = COLUMNS.map((column) => names.indexOf(column));
  return { delimiter: delimiter.charCodeAt(0), columns: { emotion, pixels, usage } };
}

/** The longest header that is read, in characters. */
const LONGEST_HEADER = 4096;

/**
 * The first line of a CSV, decoded.
 *
 * @param start the first bytes of the file
 * @example const header = readCsvHeader(firstLine(start));
 */
export function firstLine(start: Buffer): string {
  const encoding = utf16Of(start);
  const text = encoding
    ? new TextDecoder(encoding).decode(start.subarray(0, start.length & ~1))
    : start.toString('latin1');
  return text.slice(0, LONGEST_HEADER).split(/[\r\n]/, 1)[0];
}

/**
 * The error for a CSV whose first line does not name the columns.
 *
 * @param source the CSV, as the user knows it
 * @example throw headerError('train.csv', { missing: 'Usage', line: 'emotion,pixels' });
 */
export function headerError(
  source: string,
  { missing, line }: { missing: string; line: string },
): ExpectationError {
  const isContestPart = /^"?(?:emotion"?,"?)?pixels"?$/i.test(line.trim());
  return expectation(`the header of ${source}`, {
    expectation: 'emotion, pixels, Usage',
    found: `no column ${missing} in "${line.slice(0, 80)}"`,
    advice: isContestPart
      ? `This is the contest's train.csv or test.csv, which does not say which test an image belongs to. The same archive contains icml_face_data.csv or fer2013.tar.gz: set FER2013 to one of these, or run \`npm run data\`.`
      : `FER-2013's CSV is named fer2013.csv or icml_face_data.csv; its first line names these columns. ${ANOTHER_COPY}`,
  });
}
