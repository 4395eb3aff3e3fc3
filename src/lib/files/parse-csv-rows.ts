import { parse } from 'csv-parse/sync';
import { expectation } from '../errors';

/** Options of {@link parseCsvRows}. */
export interface ParseCsvRowsOptions {
  /** The CSV, for errors. */
  file: string;
  /** What it should be, in words that follow "to be": `a CSV of votes`. */
  what: string;
  /** What to do if it is not a CSV, as a full sentence. */
  advice?: string;
  /** Each of them separates cells. */
  delimiters?: readonly string[];
  /** Whether blanks around a cell that is not quoted belong to it. */
  trim?: boolean;
}

/**
 * The rows of a CSV (RFC 4180, with any line ending), the header included. A blank line is a row with
 * one empty cell, and rows may differ in their number of cells.
 *
 * @throws ExpectationError naming the file and the line when a quote is out of place
 * @example const [header, ...rows] = parseCsvRows(text, { file: 'votes.csv', what: 'a CSV of votes' });
 */
export function parseCsvRows(
  text: string,
  { file, what, advice, delimiters = [','], trim = false }: ParseCsvRowsOptions,
): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: [...delimiters],
      recordDelimiter: ['\r\n', '\n', '\r'],
      relaxColumnCount: true,
      trim,
    });
  } catch (error) {
    throw expectation(file, {
      expectation: what,
      found: `a fault: ${(error as Error).message}`,
      advice,
      cause: error,
    });
  }
}
