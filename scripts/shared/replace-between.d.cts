/**
 * Replaces what is between two marks of a page; the marks stay.
 *
 * @returns undefined for a page without the marks
 * @example replaceBetween(page, { begin: '<!-- begin -->', end: '<!-- end -->', text: '| a table |' });
 */
export declare function replaceBetween(
  page: string,
  options: { begin: string; end: string; text: string },
): string | undefined;
