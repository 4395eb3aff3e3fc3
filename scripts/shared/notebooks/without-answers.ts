import { parseNotebook } from './parse-notebook.mjs';

/** The tag of a cell that holds an answer. */
const TAG = 'answer';

/**
 * A notebook without the answers to its exercises, to hand out. In a cell with the tag `answer`
 * every `<details>` is one; a tagged cell without any is an answer as a whole. In other cells only
 * `<details>` that are called "Answer" are.
 *
 * @param text the notebook's file
 * @param options.file the notebook's name, for the error
 * @returns the text of a file in the same layout
 * @throws NotebookError if the text is not a notebook
 * @example writeFileSync('exercise.ipynb', withoutAnswers(text, { file: 'notebooks/3-prepare-data.ipynb' }));
 */
export function withoutAnswers(text: string, { file }: { file: string }): string {
  const notebook = parseNotebook(text, { file });
  const kept = notebook.cells.flatMap((cell) => {
    const source = [cell.source].flat().join('');
    const isTagged = cell.metadata?.tags?.includes(TAG) ?? false;
    if (cell.cell_type !== 'markdown') return isTagged ? [] : [cell];
    const answers = detailsOf(source).filter(({ title }) => isTagged || /^answers?\b/i.test(title));
    if (answers.length === 0) return isTagged ? [] : [cell];
    const question = cut(source, answers);
    return question === '' ? [] : [{ ...cell, source: question.split(/(?<=\n)/) }];
  });
  return `${JSON.stringify({ ...notebook, cells: kept }, null, 1)}\n`;
}

/** A `<details>` in Markdown: from where to where, and its summary. */
interface Details {
  from: number;
  to: number;
  title: string;
}

/** The outermost `<details>` of a text. One that is not closed goes to the end. */
function detailsOf(source: string): Details[] {
  const found: Details[] = [];
  let depth = 0;
  let from = 0;
  const end = (to: number) => {
    const [, title = ''] = /<summary[^>]*>(.*?)<\/summary>/is.exec(source.slice(from, to)) ?? [];
    found.push({ from, to, title: title.replace(/<[^>]*>/g, '').trim() });
  };
  for (const { 0: tag, index } of source.matchAll(/<\/?details\b[^>]*>/gi)) {
    if (!tag.startsWith('</')) {
      if (depth === 0) from = index;
      depth++;
    } else if (depth > 0 && --depth === 0) end(index + tag.length);
  }
  if (depth > 0) end(source.length);
  return found;
}

const cut = (source: string, parts: readonly Details[]) =>
  parts
    .reduceRight((text, { from, to }) => text.slice(0, from) + text.slice(to), source)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
