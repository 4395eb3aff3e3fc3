import { createTable, type DataFrameLike } from './table';
import { MIME_BUNDLE, type MimeBundle } from './mime-bundle';

/** Where the notebook kernel looks for a formatter of values that have no rich form of their own. */
const FORMATTER = Symbol.for('jupyter.formatter');

/**
 * Lets the notebook kernel show a danfo DataFrame that ends a cell as an HTML table, as `showTable` does. Sets one
 * global that only the kernel reads; the library's index calls it.
 *
 * @example formatDataFrames();
 */
export function formatDataFrames(): void {
  (globalThis as Record<symbol, unknown>)[FORMATTER] = (value: unknown): Promise<MimeBundle> | undefined =>
    isDataFrame(value) ? createTable(value)[MIME_BUNDLE]() : undefined;
}

/** Told by its shape: loading danfo only to ask would cost every notebook a second. */
function isDataFrame(value: unknown): value is DataFrameLike {
  const frame = value as (Partial<DataFrameLike> & { constructor?: { name: string } }) | null | undefined;
  return (
    frame?.constructor?.name === 'DataFrame' &&
    [frame.columns, frame.index, frame.values].every(Array.isArray)
  );
}
