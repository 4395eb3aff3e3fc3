// `npm run lab`: sets up what is missing and opens JupyterLab on the notebooks; further arguments go to it.
import { python, run } from '../shared/environment.mjs';
import { pythonProgram } from '../shared/processes/children.mjs';
import { runScript } from '../shared/run-script.mjs';
import { setup } from '../setup/setup.mjs';

await runScript(async () => {
  await setup({ quiet: true });
  const notebook = 'notebooks/1-import-libraries.ipynb';
  return run(pythonProgram(python, ['-m', 'jupyterlab', notebook, ...process.argv.slice(2)]));
});
