import { parseNotebook } from './parse-notebook.mjs';

const KERNELSPEC = { display_name: 'TypeScript (tslab)', language: 'typescript', name: 'tslab' };
const LANGUAGE = { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' };

/**
 * Strips a notebook to what belongs in git, in nbformat's own layout: cells with their sources, ids
 * tags and places in slides. No outputs, no execution counts, no editors' metadata.
 *
 * @param {string} text
 * @param {string} [file] the notebook's name, for the error
 * @returns {string} the same text if there is nothing to remove
 * @throws {import('./parse-notebook.mjs').NotebookError} if the text is not a notebook
 */
export function stripNotebook(text, file = 'the notebook') {
  const cells = parseNotebook(text, { file }).cells.map(({ cell_type, id, metadata, source }) => {
    const type = metadata?.slideshow?.slide_type;
    const kept = {
      ...(type ? { slideshow: { slide_type: type } } : {}),
      ...(metadata?.tags ? { tags: metadata.tags } : {}),
    };
    const lines = [source]
      .flat()
      .join('')
      .split(/(?<=\n)/);
    return cell_type === 'code'
      ? { cell_type, execution_count: null, id, metadata: kept, outputs: [], source: lines }
      : { cell_type, id, metadata: kept, source: lines };
  });
  const metadata = { kernelspec: KERNELSPEC, language_info: LANGUAGE };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

/**
 * Says what is wrong with a notebook that {@link stripNotebook} would change.
 *
 * @param {string} file
 */
export const describeUnstripped = (file) =>
  `Expected ${file} to be without outputs, execution counts and editors' metadata.`;
