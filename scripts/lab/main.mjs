// `npm run lab`: installs what is missing and opens JupyterLab on the notebooks. Passes its
// arguments on.
import { python, run } from '../shared/environment.mjs';
import { pythonProgram } from '../shared/processes/children.mjs';
import { runScript } from '../shared/run-script.mjs';
import { setup } from '../setup/setup.mjs';

await runScript(async () => {
  await setup({ quiet: true });
  const notebook = 'notebooks/1-import-libraries.ipynb';
  return run(pythonProgram(python, ['-m', 'jupyterlab', notebook, ...process.argv.slice(2)]));
});
