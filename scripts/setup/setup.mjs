import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { projectRoot } from '../shared/environment.mjs';
import { duration } from '../shared/duration.mjs';
import { explainError } from './explain-failure.mjs';
import { findPython } from './find-python.mjs';
import { judgeNode } from './judge-node.mjs';
import { judgePath } from './judge-path.mjs';
import { kernelspec } from './kernelspec.mjs';
import { labSettings } from './lab-settings.mjs';
import { library } from './library.mjs';
import { npmPackages } from './npm-packages.mjs';
import { pythonPackages } from './python-packages.mjs';
import { createReporter } from './reporter.mjs';
import { onCommands, stopCommands } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';
import { tensorflow } from './tensorflow-binding.mjs';

/** In the order in which they need each other. */
const STEPS = [npmPackages, pythonPackages, tensorflow, kernelspec, labSettings, library];
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * Makes what is missing of: the npm packages, the Python environment, TensorFlow with tfjs-node's binding, the kernelspec,
 * JupyterLab's settings, the library as the kernel needs it. Says what it does and how long it takes; when it can't,
 * prints a sentence that helps and ends the process.
 *
 * @param {{ quiet?: boolean, steps?: typeof STEPS }} [options] quiet: says nothing when nothing is missing; steps: only
 *   these
 * @example await setup({ quiet: true });
 */
export async function setup({ quiet = false, steps = STEPS } = {}) {
  try {
    await makeMissing({ quiet, steps });
  } catch (error) {
    const { message, output } = explainError('set-up', error);
    if (output)
      console.error(
        lastWords(output)
          .map((line) => `    ${line}`)
          .join('\n'),
      );
    console.error(`\n${message}`);
    process.exit(1);
  }
}

async function makeMissing({ quiet, steps }) {
  const started = performance.now();
  const reporter = createReporter();
  const obstacle = judgePath(projectRoot);
  if (obstacle !== undefined) throw new SetupError(obstacle);
  const { verdict, sentence } = judgeNode(process.versions.node);
  if (verdict === 'too old') throw new SetupError(sentence);
  if (verdict === 'untested' || !quiet) reporter.line(sentence);

  if (!(await findMissing(steps))) {
    if (!quiet)
      reporter.line(`Everything is set up: nothing to do (${duration(performance.now() - started)}).`);
    return;
  }
  // Before minutes of work, not after.
  if (steps.includes(pythonPackages) && !(await pythonPackages.isCurrent()))
    reporter.line(`Python ${(await findPython()).version}`);

  // Only where there is work: most calls find none, and begin a program that somebody waits for.
  const { describeOwner, takeLock } = await import('./lock.mjs');
  const lock = await takeLock(path.join(projectRoot, '.cache', 'setup.lock'), {
    onWait: (pid, { killed, owner }) =>
      reporter.line(
        `${killed ? 'A set-up that was killed has left a command running' : 'Another set-up is at work'} (${owner.isElsewhere ? describeOwner(owner) : `process ${pid}`}): waiting for it to end.${owner.isElsewhere ? ` If it no longer runs, delete ${owner.file}.` : ''}`,
      ),
  });
  onCommands((pids) => lock.record(pids));
  const stop = (signal) => {
    onCommands(() => {});
    stopCommands();
    lock.release();
    console.error('\nSet-up was stopped. The next call resumes from here.');
    process.exit(128 + SIGNALS[signal]);
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, stop);
  try {
    for (const step of steps)
      if (!(await step.isCurrent())) await reporter.step(step.title, (note) => step.make(note));
    reporter.line(`Set up in ${duration(performance.now() - started)}.`);
  } finally {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, stop);
    onCommands(() => {});
    lock.release();
  }
}

/** Whether any step has work; a later step may look at what an earlier one makes, so the first with work ends it. */
async function findMissing(steps) {
  for (const step of steps) if (!(await step.isCurrent())) return true;
  return false;
}

/** Lines of a failed command that are shown: its errors, where it marks them as npm and pip do, else its last. */
const SHOWN = 15;

function lastWords(output) {
  const lines = output.trimEnd().split('\n');
  const errors = lines.filter((line) => /^(?:npm error|npm ERR!|ERROR:|error:|fatal error:)/i.test(line));
  return errors.length > 0 ? errors.slice(0, SHOWN) : lines.slice(-SHOWN);
}
