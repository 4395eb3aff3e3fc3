// `npm run setup`: installs everything that a fresh clone needs, or says that nothing is missing.
import { projectRoot } from '../shared/environment.mjs';
import { hooksOf } from '../shared/hooks-path.mjs';
import { endWithNpm } from '../shared/processes/end-with-npm.mjs';
import { parseArguments, readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { setup } from './setup.mjs';

const USAGE = `npm run setup

Installs everything that a fresh clone needs. PYTHON=<path> names the Python to use, CXX=<path> the C++ compiler.`;

readOptions((args) => parseArguments({ args, options: {} }, 'npm run setup'), USAGE);

endWithNpm();
await runScript(async () => {
  await setup();
  if (hooksOf({ cwd: projectRoot }).state === 'none')
    console.log('Hint: `npm run hook` makes git reject commits of notebooks with outputs.');
});
