import { parseNotebook } from './parse-notebook.mjs';
import { stripNotebook } from './strip-notebook.mjs';

/**
 * A notebook as git is to store it. Those of the walk-through are stripped to what people wrote
 * ({@link stripNotebook}). Any other loses its outputs, which may hold pictures that must not be
 * published, and keeps everything else.
 *
 * @param {string} text
 * @param {string} file its path from the root
 * @returns {string} the same text if there is nothing to remove
 * @throws {import('./parse-notebook.mjs').NotebookError} if the text is not a notebook
 * @example cleanNotebook(text, 'mine.ipynb')
 */
export function cleanNotebook(text, file) {
  if (/^notebooks\/[^/]+\.ipynb$/.test(file)) return stripNotebook(text, file);
  const { cells, metadata: { widgets, ...metadata } = {}, ...rest } = parseNotebook(text, { file });
  const isClean = cells.every(({ outputs = [], execution_count: count }) => !outputs.length && !count);
  // In `widgets` is what sliders and the like showed last.
  if (isClean && widgets === undefined) return text;
  const cleaned = cells.map((cell) =>
    cell.cell_type === 'code' ? { ...cell, execution_count: null, outputs: [] } : cell,
  );
  return `${JSON.stringify({ ...rest, cells: cleaned, metadata }, null, 1)}\n`;
}
