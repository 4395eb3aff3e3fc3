import { printable } from '../../../src/lib/printable.cjs';

/** A file should be a notebook and is not. The message says what it is and what to do. */
export class NotebookError extends Error {
  /** @override */
  name = 'NotebookError';
}

/**
 * A notebook's cell, as far as the scripts use it. Code cells have outputs.
 *
 * @typedef {{ cell_type: 'code' | 'markdown' | 'raw', id?: string, source: string | string[],
 *   metadata?: { tags?: string[], slideshow?: { slide_type?: string } }, execution_count?: number | null,
 *   outputs?: { output_type: string, ename?: string, evalue?: string }[] }} Cell
 */

/**
 * A notebook as it is in its file; only the cells are checked.
 *
 * @typedef {{ cells: Cell[], metadata?: Record<string, unknown> }} Notebook
 */

/**
 * Parses and validates a notebook.
 *
 * @param {string} text
 * @param {{ file: string, advice?: string }} options for the error
 * @returns {Notebook}
 * @throws {NotebookError} naming the file and what is wrong with it
 * @example const { cells } = parseNotebook(text, { file: 'notebooks/1-import-libraries.ipynb' });
 */
export function parseNotebook(text, { file, advice = `Restore it: git checkout -- ${file}` }) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { message } = /** @type {SyntaxError} */ (error);
    const found = text.trim() === '' ? ' an empty file' : `: ${printable(message)}`;
    throw new NotebookError(`Expected ${file} to be JSON but found${found}. ${advice}`, { cause: error });
  }
  const { notebook, fault } = checkNotebook(value);
  if (notebook === undefined)
    throw new NotebookError(`Expected ${file} to be a notebook but found ${fault}. ${advice}`);
  return notebook;
}

/**
 * Checks that a value is a notebook.
 *
 * @param {unknown} value
 * @returns {{ notebook: Notebook, fault?: undefined } | { notebook?: undefined, fault: string }}
 *   the fault follows "but found"
 */
export function checkNotebook(value) {
  if (!isObject(value) || !Array.isArray(value.cells)) return { fault: 'JSON without cells' };
  for (const [index, cell] of value.cells.entries()) {
    const part = faultyPart(cell);
    if (part) return { fault: `an invalid cell ${index + 1}: ${part}` };
  }
  return { notebook: { ...value, cells: value.cells } };
}

const TYPES = ['code', 'markdown', 'raw'];

/** @param {unknown} cell */
function faultyPart(cell) {
  if (!isObject(cell)) return 'it is not an object';
  const { cell_type: type, source, id, metadata = {}, outputs } = cell;
  if (!TYPES.includes(String(type))) return 'its cell_type is not code, markdown or raw';
  if (!isText(source)) return 'its source is not text';
  if (id !== undefined && typeof id !== 'string') return 'its id is not text';
  if (!isObject(metadata)) return 'its metadata is not an object';
  const { tags = [], slideshow = {} } = metadata;
  if (!(Array.isArray(tags) && isText(tags))) return 'its tags are not a list of words';
  if (!isObject(slideshow)) return 'its place in slides is not an object';
  if (type !== 'code') return undefined;
  const isOutput = (/** @type {unknown} */ output) =>
    isObject(output) && typeof output.output_type === 'string';
  return Array.isArray(outputs) && outputs.every(isOutput) ? undefined : 'it has no list of outputs';
}

/** @type {(value: unknown) => value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** nbformat allows a string or a list of lines. */
const isText = (/** @type {unknown} */ value) =>
  typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));
