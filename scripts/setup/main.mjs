// `npm run setup`: installs everything that a fresh clone needs, or says that nothing is missing.
import { parseArgs } from 'node:util';
import { projectRoot } from '../shared/environment.mjs';
import { hooksOf } from '../hooks/hooks-path.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { setup } from './setup.mjs';

const USAGE = `npm run setup

Installs everything that a fresh clone needs. PYTHON=<path> names the Python to use, CXX=<path> the C++ compiler.`;

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const options = { help: { type: 'boolean', short: 'h', default: false } };
readOptions((args) => parseArgs({ args, options }).values, USAGE);

await runScript(async () => {
  await setup();
  if (hooksOf({ cwd: projectRoot }).state === 'none')
    console.log('Hint: `npm run hook` makes git reject commits of notebooks with outputs.');
});
