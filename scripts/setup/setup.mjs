import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { projectRoot } from '../shared/environment.mjs';
import { duration } from '../shared/duration.mjs';
import { checkNode } from './check-node.mjs';
import { checkPath } from './check-path.mjs';
import { explainError } from './explain-failure.mjs';
import { faceDetector } from './face-detector.mjs';
import { findPython } from './find-python.mjs';
import { gitFilter } from './git-filter.mjs';
import { kernelspec } from './kernelspec.mjs';
import { labSettings } from './lab-settings.mjs';
import { library } from './library.mjs';
import { npmPackages } from './npm-packages.mjs';
import { openvino } from './openvino.mjs';
import { pythonPackages } from './python-packages.mjs';
import { createReporter } from '../shared/reporter.mjs';
import { onCommands, stopCommands } from '../shared/processes/run-command.mjs';
import { SetupError } from './setup-error.mjs';
import { tensorflow } from './tensorflow-binding.mjs';
import { tensorflowDownload } from './tensorflow-download.mjs';
import { venv } from './venv.mjs';

/** @typedef {import('../shared/reporter.mjs').Note} Note */

/**
 * A step of the set-up.
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {() => boolean | Promise<boolean>} isCurrent whether there is nothing to do
 * @property {(note: Note) => Promise<string>} make does it and returns a summary
 */

/**
 * What the commands that compute need; the libraries come through pip.
 *
 * @type {Step[]}
 */
export const COMPUTING = [npmPackages, venv, tensorflowDownload, pythonPackages, tensorflow, openvino];

/** @type {Step[]} */
export const ALL_STEPS = [...COMPUTING, faceDetector, kernelspec, labSettings, gitFilter, library];

/**
 * The steps that each step waits for, while others run beside it. A step that is not here, or is
 * asked for without one of those, waits for all before it.
 *
 * @type {Map<Step, Step[]>}
 */
const NEEDS = new Map([
  [npmPackages, []],
  [venv, []],
  [tensorflowDownload, [venv]],
  [pythonPackages, [venv]],
  [tensorflow, [npmPackages, tensorflowDownload]],
  [openvino, [npmPackages, venv]],
  [faceDetector, [npmPackages]],
  [kernelspec, [pythonPackages]],
  [labSettings, [pythonPackages]],
  [gitFilter, []],
  [library, [npmPackages]],
]);

/** @satisfies {Partial<Record<NodeJS.Signals, number>>} */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * Installs what is missing: the npm packages, the Python environment, TensorFlow with tfjs-node's
 * binding, OpenVINO, the face detector, the kernelspec, JupyterLab's settings, git's filter for notebooks, the
 * library compiled for the kernel. Prints what it does and how long it takes. If a step fails, prints
 * the reason and what to do about it, and ends the process.
 *
 * @param {{ quiet?: boolean, steps?: Step[] }} [options] quiet: print nothing if nothing is
 *   missing; steps: only these
 * @example await setup({ quiet: true });
 */
export async function setup({ quiet = false, steps = ALL_STEPS } = {}) {
  try {
    await makeMissing({ quiet, steps });
  } catch (error) {
    const { message, output } = explainError('set-up', error);
    if (output) console.error(errorLines(output).join('\n'));
    console.error(`\n${message}`);
    process.exit(1);
  }
}

/**
 * Does steps that a command can do without: where one fails, the command goes on.
 *
 * @param {Step[]} steps
 * @returns {Promise<string | undefined>} why a step failed, and what to do
 * @example const reason = await tryToSetUp([step]);
 */
export async function tryToSetUp(steps) {
  try {
    await makeMissing({ quiet: true, steps });
    return undefined;
  } catch (error) {
    return explainError('set-up', error).message;
  }
}

/** @param {{ quiet: boolean, steps: Step[] }} options */
async function makeMissing({ quiet, steps }) {
  const started = performance.now();
  const reporter = createReporter();
  const obstacle = checkPath(projectRoot);
  if (obstacle !== undefined) throw new SetupError(obstacle);
  const { verdict, sentence } = checkNode(process.versions.node);
  if (verdict === 'too old') throw new SetupError(sentence);
  if (verdict === 'untested' || !quiet) reporter.line(sentence);

  if (!(await findMissing(steps))) {
    if (!quiet)
      reporter.line(`Everything is set up: nothing to do (${duration(performance.now() - started)}).`);
    return;
  }
  // Find out now, not after minutes of work.
  if (steps.includes(pythonPackages) && !(await pythonPackages.isCurrent()))
    reporter.line(`Python ${(await findPython()).version}`);

  // Loaded here, since most calls have nothing to do and a user is waiting.
  const { describeOwner, takeLock } = await import('../shared/take-lock.mjs');
  const lock = await takeLock(path.join(projectRoot, '.cache', 'setup.lock'), {
    onWait: (owner) => {
      const what = owner.isKilled
        ? 'A command is still running that a killed set-up has started'
        : 'Another set-up is running';
      const who = owner.isElsewhere ? describeOwner(owner) : `process ${owner.pid}`;
      const advice = owner.isElsewhere ? ` If it is no longer running, delete ${owner.file}.` : '';
      reporter.line(`${what} (${who}): waiting for it to end.${advice}`);
    },
  });
  onCommands((pids) => lock.record(pids));
  const stop = (/** @type {keyof typeof SIGNALS} */ signal) => {
    onCommands(() => {});
    stopCommands();
    lock.release();
    console.error('\nSet-up was stopped. Run the same command again to resume.');
    process.exit(128 + SIGNALS[signal]);
  };
  const signals = /** @type {(keyof typeof SIGNALS)[]} */ (Object.keys(SIGNALS));
  for (const signal of signals) process.on(signal, stop);
  try {
    await makeSteps(steps, reporter);
    reporter.line(`Set up in ${duration(performance.now() - started)}.`);
  } catch (error) {
    // What runs beside the step that failed.
    stopCommands();
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, stop);
    onCommands(() => {});
    lock.release();
  }
}

/**
 * Makes what is not current, each step as soon as what it needs is there.
 *
 * @param {Step[]} steps
 * @param {ReturnType<typeof createReporter>} reporter
 */
async function makeSteps(steps, reporter) {
  /** @type {Map<Step, Promise<void>>} */
  const made = new Map();
  for (const step of steps) {
    const known = NEEDS.get(step);
    const needs = known?.every((needed) => made.has(needed)) ? known : [...made.keys()];
    const make = async () => {
      await Promise.all(needs.map((needed) => made.get(needed)));
      if (!(await step.isCurrent())) await reporter.step(step.title, (note) => step.make(note));
    };
    made.set(step, make());
  }
  await Promise.all(made.values());
}

/**
 * Whether any step has something to do. Stops at the first that has, since later ones may depend on
 * it.
 *
 * @param {Step[]} steps
 */
async function findMissing(steps) {
  for (const step of steps) if (!(await step.isCurrent())) return true;
  return false;
}

/** How many lines of a failed command are shown. */
const SHOWN = 15;

/**
 * The lines to show of a failed command, indented: its errors if it marks them, as npm and pip do,
 * or else the last ones.
 *
 * @param {string} output
 */
function errorLines(output) {
  const lines = output.trimEnd().split('\n');
  const errors = lines.filter((line) => /^(?:npm error|npm ERR!|ERROR:|error:|fatal error:)/i.test(line));
  const shown = errors.length > 0 ? errors.slice(0, SHOWN) : lines.slice(-SHOWN);
  return shown.map((line) => `    ${line}`);
}
