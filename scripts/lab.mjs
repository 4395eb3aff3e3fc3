// `npm run lab`: sets up what is missing and opens JupyterLab on the notebooks; further arguments go to it.
import { spawn } from 'node:child_process';
import { childEnvironment, projectRoot, python } from './environment.mjs';
import { setup } from './setup/setup.mjs';

await setup({ quiet: true });
const child = spawn(
  python,
  ['-m', 'jupyter', 'lab', 'notebooks/1-import-libraries.ipynb', ...process.argv.slice(2)],
  { cwd: projectRoot, env: childEnvironment(), stdio: 'inherit' },
);
// Ctrl-C reaches JupyterLab by itself, which asks whether to stop; this process only has to outlive the question.
process.on('SIGINT', () => {});
child.on('close', (code) => (process.exitCode = code ?? 1));
