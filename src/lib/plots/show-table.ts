import { showFigure } from './show';
import { createTable, type DataFrameLike, type TableOptions } from './table';

/**
 * Shows rows or a danfo DataFrame as a table: HTML in a notebook, text in a terminal.
 *
 * @throws ExpectationError when `rows` is neither
 * @example
 * await showTable(new DataFrame({ emotion: ['Fear'], images: [4097] }), { caption: 'Train' });
 */
export async function showTable(
  rows: readonly object[] | DataFrameLike,
  options: TableOptions = {},
): Promise<void> {
  await showFigure(createTable(rows, options));
}
