// `npm run setup`: brings a fresh clone to where everything runs; says so when it is there already.
import { parseArgs } from 'node:util';
import { projectRoot } from '../shared/environment.mjs';
import { hooksOf } from '../hooks/hooks-path.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { setup } from './setup.mjs';

const USAGE = `npm run setup

Brings a fresh clone to where everything runs. PYTHON=<path> names the Python to use, CXX=<path> the C++ compiler.`;

const options = { help: { type: 'boolean', short: 'h', default: false } };
readOptions((args) => parseArgs({ args, options }).values, USAGE);

await runScript(async () => {
  await setup();
  if (hooksOf({ cwd: projectRoot }).state === 'none')
    console.log('Hint: `npm run hook` lets git refuse commits of notebooks with outputs.');
});
