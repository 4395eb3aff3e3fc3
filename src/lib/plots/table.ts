import { inspect } from 'node:util';
import { expectation } from '../errors';
import { formatPercent } from '../format';
import { escapeHtml } from '../escape-html';
import { MIME_BUNDLE, type MimeBundle } from './mime-bundle';

/**
 * The value of a table cell; values other than strings and numbers are shown as `util.inspect`
 * prints them.
 */
export type Cell = unknown;

/** The properties of a danfo DataFrame that a table uses. */
export interface DataFrameLike {
  readonly columns: readonly string[];
  readonly index: readonly (string | number)[];
  readonly values: unknown;
}

/** Options of {@link createTable}. */
export interface TableOptions {
  /** The caption, shown above the table. */
  caption?: string;
  /** The columns to show, in this order; by default all columns of the first row. */
  columns?: readonly string[];
  /** Decimals of numbers, except in columns of integers. */
  digits?: number;
  /** Columns of shares 0 to 1, shown as percentages with one decimal. */
  percent?: readonly string[];
  /**
   * Whether to show a DataFrame's index as the first column; by default, unless it is just 0, 1, 2,
   * …
   */
  index?: boolean;
}

/** A table that a notebook shows as HTML and a terminal as text. */
export interface Table {
  readonly html: string;
  readonly text: string;
  /** The table as HTML and as text. A notebook calls it to show a cell's last value. */
  [MIME_BUNDLE](): Promise<MimeBundle>;
}

/**
 * Creates a table of rows or of a danfo DataFrame: numbers right-aligned with thousands separators,
 * everything else left-aligned, all text escaped.
 *
 * @throws ExpectationError when `rows` is neither
 * @example createTable([{ emotion: 'Fear', images: 4097 }], { caption: 'Train' }).text;
 */
export function createTable(
  rows: readonly object[] | DataFrameLike,
  { caption, columns, digits = 3, percent = [], index }: TableOptions = {},
): Table {
  const records = toRecords(rows, index);
  const names = columns ?? Object.keys(records[0] ?? {});
  // A column is right-aligned if all its cells are numbers or missing, so that decimal points
  // align.
  const right = names.map(
    (name) => records.length > 0 && records.every((record) => isNumberOrMissing(record[name])),
  );
  const fractions = names.map((name, k) => right[k] && records.some((record) => isFraction(record[name])));
  const cells = records.map((record) =>
    names.map((name, k) =>
      formatCell(record[name], {
        digits: fractions[k] || isFraction(record[name]) ? digits : 0,
        percent: percent.includes(name),
      }),
    ),
  );
  const table: Table = {
    html: toHtml({ caption, names, cells, right }),
    text: toText({ caption, names, cells, right }),
    [MIME_BUNDLE]() {
      return Promise.resolve({ 'text/html': this.html, 'text/plain': this.text });
    },
  };
  return table;
}

function toRecords(rows: readonly object[] | DataFrameLike, index?: boolean): Record<string, Cell>[] {
  if (Array.isArray(rows)) return rows as Record<string, Cell>[];
  const frame = rows as DataFrameLike;
  if (!Array.isArray(frame.columns) || !Array.isArray(frame.values) || !Array.isArray(frame.index)) {
    throw expectation('a table', { expectation: 'an array of rows or a DataFrame', found: typeof rows });
  }
  const withIndex = index ?? frame.index.some((name, i) => name !== i);
  return (frame.values as unknown[]).map((values, row) => {
    // The values of a DataFrame with one column are not nested.
    const own = Array.isArray(values) ? values : [values];
    const entries = frame.columns.map((name, column): [string, Cell] => [name, own[column]]);
    return Object.fromEntries(withIndex ? [['', frame.index[row]], ...entries] : entries);
  });
}

const isFraction = (value: Cell) => Number.isFinite(value) && !Number.isInteger(value);
const isNumberOrMissing = (value: Cell) => typeof value === 'number' || value === undefined || value === null;

function formatCell(value: Cell, { digits, percent }: { digits: number; percent: boolean }): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return '–';
    if (percent) return formatPercent(value);
    return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }
  if (typeof value === 'string') return value;
  return inspect(value);
}

interface TableParts {
  caption?: string;
  names: readonly string[];
  cells: string[][];
  right: boolean[];
}

function toHtml({ caption, names, cells, right }: TableParts): string {
  const align = (column: number) => ` style="text-align: ${right[column] ? 'right' : 'left'}"`;
  const head = names.map((name, k) => `<th scope="col"${align(k)}>${escapeHtml(name)}</th>`).join('');
  const body = cells.map(
    (row) => `<tr>${row.map((cell, k) => `<td${align(k)}>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  const title = caption
    ? `<caption style="caption-side: top; text-align: left; font-weight: bold">${escapeHtml(caption)}</caption>`
    : '';
  return `<table>${title}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function toText({ caption, names, cells, right }: TableParts): string {
  const widths = names.map((name, k) => Math.max(name.length, ...cells.map((row) => row[k].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, k) => (right[k] ? cell.padStart(widths[k]) : cell.padEnd(widths[k])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [...(caption ? [caption] : []), line(names), rule, ...cells.map(line)].join('\n');
}
