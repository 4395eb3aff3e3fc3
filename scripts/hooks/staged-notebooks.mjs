import { git } from '../shared/git.mjs';
import { NotebookError } from '../shared/notebooks/parse-notebook.mjs';
import { stripNotebook, describeUnstripped } from '../shared/notebooks/strip-notebook.mjs';

const HELP = `
Run \`npm run strip\` and \`git add notebooks\`, then commit again. (\`git commit --no-verify\` commits anyway.)`;

/**
 * Checks the notebooks that are about to be committed, as they are staged, not as they are in the
 * working tree.
 *
 * @param {{ cwd?: string }} [options] cwd: the repository
 * @returns {string[]} lines for the terminal; none if the commit is fine
 * @example checkStagedNotebooks() // ["Expected notebooks/2-explore-dataset.ipynb to be without outputs, …", …]
 */
export function checkStagedNotebooks({ cwd } = {}) {
  const changed = runGit(
    ['diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z', '--', 'notebooks/*.ipynb'],
    cwd,
  );
  const complaints = changed
    .split('\0')
    .filter(Boolean)
    .map((file) => complaintOf(file, runGit(['show', `:${file}`], cwd)))
    .filter((complaint) => complaint !== undefined);
  return complaints.length ? [...complaints, HELP] : [];
}

/**
 * @param {string} file
 * @param {string} text
 */
function complaintOf(file, text) {
  let clean;
  try {
    clean = stripNotebook(text, file);
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    return error.message;
  }
  return clean === text ? undefined : describeUnstripped(file);
}

/**
 * @param {string[]} args
 * @param {string | undefined} cwd
 */
function runGit(args, cwd) {
  const { code, output, errors } = git(args, { cwd });
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with exit code ${code}: ${errors.trim()}`);
  return output;
}
