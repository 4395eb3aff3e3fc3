// `npm run lab`: opens JupyterLab on the notebooks. Passes its arguments on.
import { python, run } from '../shared/environment.mjs';
import { pythonProgram } from '../shared/processes/children.mjs';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';

const args = readOptions((typed) => typed, usageOf('lab'));

void runScript(() =>
  run(pythonProgram(python, ['-m', 'jupyterlab', 'notebooks/1-import-libraries.ipynb', ...args])),
);
