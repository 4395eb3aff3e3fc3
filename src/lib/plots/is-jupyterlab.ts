/**
 * Whether the cell that runs was started in JupyterLab, which keeps a picture of each plot that it draws; other front ends,
 * such as VS Code, keep none. The project's kernel says so.
 */
export function isJupyterLab(): boolean {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('jupyter.lab')] === true;
}
