// `npm run lab`: opens JupyterLab on the project, with the first notebook. Passes its arguments on.
import { projectRoot, python, run } from '../shared/environment.mjs';
import { pythonProgram } from '../shared/processes/children.mjs';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';

const args = readOptions((typed) => typed, usageOf('lab'));

/** The page also where no browser is opened, and a user copies its address from the terminal. */
const SETTINGS = [
  `--ServerApp.root_dir=${projectRoot}`,
  '--LabApp.default_url=/lab/tree/notebooks/1-import-libraries.ipynb',
];

void runScript(() => run(pythonProgram(python, ['-m', 'jupyterlab', ...SETTINGS, ...args])));
