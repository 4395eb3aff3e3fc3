/** A row of a {@link markdownTable}: cells by column name. */
export type MarkdownRow = Record<string, string>;

/**
 * Formats rows as a Markdown table with aligned columns; the first row's keys are the header.
 *
 * @example markdownTable([{ split: 'privateTest', accuracy: '71.20 %' }]);
 */
export function markdownTable(rows: readonly MarkdownRow[]): string {
  const columns = Object.keys(rows[0]);
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name].replace(/\|/g, '\\|')))];
  const widths = columns.map((_, i) => Math.max(3, ...lines.map((cells) => cells[i].length)));
  const [head, ...body] = lines.map(
    (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [head, rule, ...body].join('\n');
}
