'use strict';
// For programs in TypeScript as well as for scripts.

/** Replaces what is between a page's marks: see replace-between.d.cts. */
function replaceBetween(page, { begin, end, text }) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) return undefined;
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}

module.exports = { replaceBetween };
