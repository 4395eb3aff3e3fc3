import { checkNotebook } from '../shared/notebooks/parse-notebook.mjs';

/**
 * Finds what is wrong with an executed notebook: a cell that failed or did not run.
 *
 * @param text the notebook's file
 * @returns as it follows "but found"; undefined when every cell ran
 * @example checkExecuted(readFileSync('out/5-train-model.ipynb', 'utf8')) // 'that its cell 7 did not run'
 */
export function checkExecuted(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `broken JSON (${error.message})`;
  }
  const { notebook, fault } = checkNotebook(value);
  if (notebook === undefined) return fault;
  for (const [
    index,
    { cell_type, source, execution_count, outputs = [], metadata },
  ] of notebook.cells.entries()) {
    if (cell_type !== 'code' || [source].flat().join('').trim() === '') continue;
    const failure = outputs.find(({ output_type }) => output_type === 'error');
    if (failure && !metadata?.tags?.includes('raises-exception'))
      return `that its cell ${index + 1} ended with ${failure.ename}: ${failure.evalue}`;
    if (!Number.isInteger(execution_count)) return `that its cell ${index + 1} did not run`;
  }
  return undefined;
}
