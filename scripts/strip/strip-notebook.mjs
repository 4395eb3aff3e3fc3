import { parseNotebook } from './parse-notebook.mjs';

const KERNELSPEC = { display_name: 'TypeScript (tslab)', language: 'typescript', name: 'tslab' };
const LANGUAGE = { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' };

/**
 * A notebook's JSON with only what git keeps, in nbformat's own layout: cells with their sources, ids and tags; no
 * outputs, no execution counts, no metadata of an editor.
 *
 * @param {string} text the notebook's file
 * @param {string} [file] its name, for the error
 * @returns {string} the same text when there is nothing to remove
 * @throws {import('./parse-notebook.mjs').NotebookError} when the text is not a notebook's
 */
export function stripNotebook(text, file = 'the notebook') {
  const cells = parseNotebook(text, { file }).cells.map(({ cell_type, id, metadata, source }) => {
    const tags = metadata?.tags ? { tags: metadata.tags } : {};
    const lines = [source]
      .flat()
      .join('')
      .split(/(?<=\n)/);
    return cell_type === 'code'
      ? { cell_type, execution_count: null, id, metadata: tags, outputs: [], source: lines }
      : { cell_type, id, metadata: tags, source: lines };
  });
  const metadata = { kernelspec: KERNELSPEC, language_info: LANGUAGE };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
