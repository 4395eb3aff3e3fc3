// `node scripts/run.mjs <command> [argument …]`, which `npm run train` and others start: installs
// what the command needs, then runs scripts/<command>/main.ts. Uses nothing but Node, since the
// packages may be missing.
import path from 'node:path';
import { npmPackages } from './setup/npm-packages.mjs';
import { pythonPackages } from './setup/python-packages.mjs';
import { setup } from './setup/setup.mjs';
import { tensorflow } from './setup/tensorflow-binding.mjs';
import { run } from './shared/environment.mjs';
import { nodeProgram } from './shared/processes/children.mjs';
import { runScript } from './shared/run-script.mjs';

/** What a command needs besides the npm packages and TensorFlow. */
const FURTHER_STEPS = { bench: [pythonPackages], compare: [pythonPackages] };

const [command, ...args] = process.argv.slice(2);

await runScript(async () => {
  await setup({ quiet: true, steps: [npmPackages, ...(FURTHER_STEPS[command] ?? []), tensorflow] });
  return run(nodeProgram(['--import', 'tsx', path.join('scripts', command, 'main.ts'), ...args]));
});
