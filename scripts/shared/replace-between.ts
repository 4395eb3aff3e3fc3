/**
 * Replaces what is between two marks of a page; the marks stay. A text between marks on lines of
 * their own gets empty lines around it, one between marks inside a line does not.
 *
 * @returns undefined for a page without the marks
 * @example replaceBetween(page, { begin: '<!-- begin:a -->', end: '<!-- end:a -->', text: '| a table |' });
 */
export function replaceBetween(
  page: string,
  { begin, end, text }: { begin: string; end: string; text: string },
): string | undefined {
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) return undefined;
  const isBlock = page[from + begin.length] === '\n';
  return `${page.slice(0, from + begin.length)}${isBlock ? `\n\n${text}\n\n` : text}${page.slice(to)}`;
}
