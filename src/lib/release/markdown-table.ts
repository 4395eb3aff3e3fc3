/** A row of a {@link markdownTable}: its cells by column. */
export type MarkdownRow = Record<string, string>;

/**
 * Rows as a table in Markdown; the first row names the columns.
 *
 * @example markdownTable([{ split: 'privateTest', accuracy: '71.20 %' }]);
 */
export function markdownTable(rows: readonly MarkdownRow[]): string {
  const columns = Object.keys(rows[0]);
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((name) => row[name]))),
  ].join('\n');
}
