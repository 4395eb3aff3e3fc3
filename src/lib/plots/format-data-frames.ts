import { createTable, type DataFrameLike } from './table';
import { MIME_BUNDLE, type MimeBundle } from './mime-bundle';

/** The key under which the notebook kernel looks for a formatter of values without a rich form. */
const FORMATTER = Symbol.for('jupyter.formatter');

/**
 * Lets the notebook kernel show a danfo DataFrame at the end of a cell as an HTML table, like
 * `showTable`. Sets one global that only the kernel reads; the library's index calls it.
 *
 * @example formatDataFrames();
 */
export function formatDataFrames(): void {
  (globalThis as Record<symbol, unknown>)[FORMATTER] = (value: unknown): Promise<MimeBundle> | undefined =>
    isDataFrame(value) ? createTable(value)[MIME_BUNDLE]() : undefined;
}

/**
 * Detected by its shape, since loading danfo for `instanceof` would cost every notebook a second.
 */
function isDataFrame(value: unknown): value is DataFrameLike {
  const frame = value as (Partial<DataFrameLike> & { constructor?: { name: string } }) | null | undefined;
  return (
    frame?.constructor?.name === 'DataFrame' &&
    [frame.columns, frame.index, frame.values].every(Array.isArray)
  );
}
