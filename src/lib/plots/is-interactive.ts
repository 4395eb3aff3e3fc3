/**
 * Whether somebody looks on while the code runs: in a notebook whose front end would take input, such as JupyterLab; not in
 * a terminal, nor in a notebook that runs headless. The project's kernel says so. It does not say which front end that is,
 * nor what it can draw.
 */
export function isInteractive(): boolean {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('jupyter.interactive')] === true;
}
