import type { Figure } from './figure';
import { showInWindow } from './figure-window';
import { kernelDisplay } from './kernel-display';
import { MIME_BUNDLE } from './mime-bundle';
import type { Table } from './table';

/**
 * Shows a figure or a table. In a notebook it is one output, which JupyterLab shows as an
 * interactive plot, a web page as SVG (or HTML table), and everything else as text. In a terminal a
 * figure opens in the browser, on a page in `out/figures` that needs no server and no network; a
 * table is printed.
 *
 * @example
 * await showFigure(confusionHeatmap(matrix, { split: 'privateTest', source: 'FER-2013' }));
 */
export async function showFigure(shown: Figure | Table): Promise<void> {
  const display = kernelDisplay();
  if (display) {
    display(await shown[MIME_BUNDLE]());
  } else if ('data' in shown) {
    await showInWindow(shown);
  } else {
    console.log(shown.text);
  }
}
