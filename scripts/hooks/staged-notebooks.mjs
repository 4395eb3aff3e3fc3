import { NotebookError } from '../strip/parse-notebook.mjs';
import { stripNotebook } from '../strip/strip-notebook.mjs';
import { uncleanSentence } from '../strip/unclean-sentence.mjs';
import { git } from './git.mjs';

const HELP = `
Run \`npm run strip\` and \`git add notebooks\`, then commit again. (\`git commit --no-verify\` commits all the same.)`;

/**
 * Looks at the notebooks as they are about to be committed, whatever lies in the working tree.
 *
 * @param {{ cwd?: string }} [options] the repository
 * @returns {string[]} lines for the terminal; none when the commit may go on
 * @example judgeStagedNotebooks() // ["Expected notebooks/2-explore-dataset.ipynb to be without outputs, …", …]
 */
export function judgeStagedNotebooks({ cwd } = {}) {
  const changed = ask(
    ['diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z', '--', 'notebooks/*.ipynb'],
    cwd,
  );
  const complaints = changed
    .split('\0')
    .filter(Boolean)
    .map((file) => complaintOf(file, ask(['show', `:${file}`], cwd)))
    .filter((complaint) => complaint !== undefined);
  return complaints.length ? [...complaints, HELP] : [];
}

function complaintOf(file, text) {
  let clean;
  try {
    clean = stripNotebook(text, file);
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    return error.message;
  }
  return clean === text ? undefined : uncleanSentence(file);
}

function ask(args, cwd) {
  const { code, output, errors } = git(args, { cwd });
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with exit code ${code}: ${errors.trim()}`);
  return output;
}
