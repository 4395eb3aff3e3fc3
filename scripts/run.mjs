// `node scripts/run.mjs <command> [argument …]`, which `npm run train` and others start: installs
// what the command needs, then runs scripts/<command>/main.ts. Uses nothing but Node, since the
// packages may be missing.
import path from 'node:path';
import { faceDetector } from './setup/face-detector.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { pythonPackages } from './setup/python-packages.mjs';
import { ALL_STEPS, COMPUTING, setup } from './setup/setup.mjs';
import { venv } from './setup/venv.mjs';
import { run } from './shared/environment.mjs';
import { nodeProgram } from './shared/processes/children.mjs';
import { TRAINING_OPTIONS } from './shared/processes/training-options.mjs';
import { endWithNpm } from './shared/processes/end-with-npm.mjs';
import { asksForHelp, usageOf } from './shared/read-options.mjs';
import { runScript } from './shared/run-script.mjs';
import { ScriptError } from './shared/script-error.mjs';

/**
 * What each command needs of set-up.
 *
 * @type {Record<string, import('./setup/setup.mjs').Step[]>}
 */
const COMMANDS = {
  start: ALL_STEPS,
  lab: ALL_STEPS,
  test: ALL_STEPS,
  // Sets up the rest by itself, once there is a run to make a site of.
  site: [npmPackages],
  data: [npmPackages],
  webcam: [npmPackages, faceDetector],
  detect: [...COMPUTING, faceDetector],
  crop: [...COMPUTING, faceDetector],
  train: COMPUTING,
  release: COMPUTING,
  evaluate: COMPUTING,
  export: COMPUTING,
  runs: COMPUTING,
  teachers: COMPUTING,
  bench: COMPUTING,
  compare: COMPUTING,
  torture: COMPUTING,
  labels: COMPUTING,
  robustness: [...COMPUTING, faceDetector],
  fuzz: COMPUTING,
  docs: COMPUTING,
  package: COMPUTING,
  requirements: [npmPackages, venv, pythonPackages],
  'ferplus-index': COMPUTING,
};

const [command, ...args] = process.argv.slice(2);

endWithNpm();
await runScript(async () => {
  const steps = COMMANDS[command];
  if (steps === undefined)
    throw new ScriptError(
      `Expected the command to be one of ${Object.keys(COMMANDS).join(', ')} but found ${command ?? 'nothing'}.`,
    );
  if (asksForHelp(args)) {
    console.log(usageOf(command));
    return 0;
  }
  await setup({ quiet: true, steps });
  const options = command === 'train' ? TRAINING_OPTIONS : [];
  return run(nodeProgram([...options, '--import', 'tsx', path.join('scripts', command, 'main.ts'), ...args]));
});
