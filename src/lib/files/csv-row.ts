/**
 * Cells as a line of CSV (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180), without its line break.
 *
 * @example csvRow(['a "b".jpg', 1]) // '"a ""b"".jpg",1'
 */
export const csvRow = (cells: readonly (string | number)[]): string => cells.map(quote).join(',');

const quote = (cell: string | number) =>
  /[",\r\n]/.test(`${cell}`) ? `"${`${cell}`.replaceAll('"', '""')}"` : `${cell}`;
