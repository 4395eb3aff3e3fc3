/**
 * Whether the running cell was started in JupyterLab, which saves an image of each plot that it
 * draws; other front ends, such as VS Code, do not. The project's kernel sets the flag.
 */
export function isJupyterLab(): boolean {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('jupyter.lab')] === true;
}
