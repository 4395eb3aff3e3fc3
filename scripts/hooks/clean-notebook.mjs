// Git runs this on every notebook that it stores, after `npm run setup`: see notebook-filter.mjs.
// The notebook comes on standard input and goes out as it belongs in git. It stays in the folder as
// it is. No package is needed, since `git add` must work before anything is installed.
import { readFileSync } from 'node:fs';
import { cleanNotebook } from '../shared/notebooks/clean-notebook.mjs';
import { NotebookError } from '../shared/notebooks/parse-notebook.mjs';

const [file = 'the notebook'] = process.argv.slice(2);
const text = readFileSync(0, 'utf8');
process.stdout.write(cleaned());

function cleaned() {
  try {
    return cleanNotebook(text, file);
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    // Such as a notebook with merge conflicts, which has to be stored to be resolved.
    console.error(`${error.message} It is stored as it is.`);
    return text;
  }
}
