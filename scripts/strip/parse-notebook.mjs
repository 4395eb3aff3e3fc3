import { printable } from '../../src/lib/printable.cjs';

/** A file that should be a notebook and is none: the message says what it is and what to do. */
export class NotebookError extends Error {
  name = 'NotebookError';
}

/**
 * A notebook's content, made sure of what the scripts use of it: the list of cells, each with its type and source and, where
 * it is code, its outputs.
 *
 * @param {string} text the notebook's file
 * @param {{ file: string, advice?: string }} options for the error
 * @returns {{ cells: { cell_type: string, id?: string, source: string | string[], metadata?: { tags?: string[] },
 *   execution_count?: number | null, outputs?: { output_type: string }[] }[] }}
 * @throws {NotebookError} that names the file and what is wrong with it
 * @example const { cells } = parseNotebook(text, { file: 'notebooks/1-import-libraries.ipynb' });
 */
export function parseNotebook(text, { file, advice = `Get it back: git checkout -- ${file}` }) {
  const fail = (what, found, cause) => {
    throw new NotebookError(`Expected ${file} to be ${what} but found${found}. ${advice}`, { cause });
  };
  let notebook;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    fail('JSON', text.trim() === '' ? ' an empty file' : `: ${printable(error.message)}`, error);
  }
  const fault = notebookFault(notebook);
  if (fault !== undefined) fail('a notebook', ` ${fault}`);
  return notebook;
}

/** What keeps a value from being a notebook, as it follows "but found"; undefined for a notebook. */
export function notebookFault(value) {
  if (!Array.isArray(value?.cells)) return 'JSON without cells';
  for (const [index, cell] of value.cells.entries()) {
    const part = faultyPart(cell);
    if (part) return `no cell as its cell ${index + 1}: ${part}`;
  }
  return undefined;
}

const TYPES = ['code', 'markdown', 'raw'];

function faultyPart(cell) {
  if (!isObject(cell)) return 'it is no object';
  if (!TYPES.includes(cell.cell_type)) return 'its cell_type is none of code, markdown and raw';
  if (!isLines(cell.source)) return 'its source is no text';
  if (cell.id !== undefined && typeof cell.id !== 'string') return 'its id is no text';
  if (cell.metadata !== undefined && !isObject(cell.metadata)) return 'its metadata is no object';
  const { tags } = cell.metadata ?? {};
  if (tags !== undefined && !(Array.isArray(tags) && isLines(tags))) return 'its tags are no list of words';
  if (cell.cell_type !== 'code') return undefined;
  const isOutput = (output) => typeof output?.output_type === 'string';
  return Array.isArray(cell.outputs) && cell.outputs.every(isOutput)
    ? undefined
    : 'it has no list of outputs';
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const isLines = (value) =>
  typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));
