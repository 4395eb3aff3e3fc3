// `npm run lab`: sets up what is missing and opens JupyterLab on the notebooks; further arguments go to it.
import { python, run } from './environment.mjs';
import { pythonProgram } from './processes/children.mjs';
import { runScript } from './run-script.mjs';
import { setup } from './setup/setup.mjs';

await runScript(async () => {
  await setup({ quiet: true });
  const notebook = 'notebooks/1-import-libraries.ipynb';
  return run(pythonProgram(python, ['-m', 'jupyterlab', notebook, ...process.argv.slice(2)]));
});
