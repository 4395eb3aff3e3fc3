/**
 * Whether a person is watching while the code runs: in a notebook whose front end accepts input,
 * such as JupyterLab, but not in a terminal or in a notebook that runs headless. The project's
 * kernel sets the flag, which does not tell which front end it is or what it can draw.
 */
export function isInteractive(): boolean {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('jupyter.interactive')] === true;
}
