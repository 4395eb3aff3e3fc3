// `npm start`: runs the eight notebooks in order, headless, through nbconvert. Executed notebooks,
// their pages and run.json go to out/. `npm start -- --fresh` trains from the beginning instead of
// resuming.
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { duration } from '../shared/duration.mjs';
import { childEnvironment, projectRoot } from '../shared/environment.mjs';
import { escapeGlob } from '../shared/escape-glob';
import { lockOrEnd } from '../shared/lock-or-end';
import { nbconvert } from '../shared/nbconvert';
import { listNotebooks } from '../shared/notebooks/list-notebooks.mjs';
import { exitCodeOf, nodeProgram, startChild, stoppedBy } from '../shared/processes/children.mjs';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { runRecord, type RunRecord } from '../shared/run-record';
import { runScript } from '../shared/run-script.mjs';
import { makeSite } from '../shared/site/make-site';
import { SiteError } from '../shared/site/site-error';
import { align } from '../shared/text-table';
import { toUser } from '../shared/user-path.mjs';
import { ExpectationError } from '../../src/lib/errors';
import { describeRun, type RunDescription } from './describe-run';
import { parseOptions } from './options';
import { runNotebook } from './run-notebook';

const out = path.join(projectRoot, 'out');
const executed = (stem: string) => path.join(out, `${stem}.ipynb`);

const { fresh } = readOptions(parseOptions, usageOf('start'));

void runScript(async () => {
  const lock = lockOrEnd(out);
  const environment = childEnvironment();
  const compiling = compileCells(environment);
  try {
    return await walkThrough(environment);
  } finally {
    compiling.kill();
    lock.release();
  }
});

async function walkThrough(environment: NodeJS.ProcessEnv): Promise<number> {
  const before = await describeRun(environment);
  if (fresh) forget(before.runFolder);
  console.log(`\n${before.sentence}\n`);

  const notebooks = listNotebooks();
  // What an earlier run left must not be taken for this one's.
  const record = runRecord(out);
  record.remove();
  for (const { stem } of notebooks) rmSync(executed(stem), { force: true });

  const done: RunRecord['notebooks'] = [];
  let stopped: string | undefined;
  for (const [index, notebook] of notebooks.entries()) {
    console.log(`[${index + 1}/${notebooks.length}] ${notebook.title} …`);
    const started = performance.now();
    const failure = await runNotebook(notebook, { out, environment });
    const signal = stoppedBy();
    if (signal) return sayStopped(signal);
    const milliseconds = performance.now() - started;
    if (failure !== undefined) {
      console.log(`      failed after ${duration(milliseconds)}\n`);
      console.error(`${failure}\n\nStopped at ${notebook.file}.`);
      stopped = notebook.file;
      break;
    }
    console.log(`      done in ${duration(milliseconds)}`);
    done.push({ stem: notebook.stem, milliseconds });
  }

  const { data, sentence, headline, settings, results } = await describeAgain(before, environment);
  const ended = new Date().toISOString();
  const run = { ended, data, sentence, headline, settings, results, notebooks: done, stopped };
  // A streamed line arrives as many small outputs; merged they read, and diff, as one.
  if (done.length > 0) {
    const files = done.map(({ stem }) => escapeGlob(executed(stem)));
    await nbconvert(['--inplace', '--coalesce-streams', ...files], environment);
  }
  await record.write(run);
  const isWhole = await makePages(run, { notebooks, environment });
  if (stopped !== undefined || !isWhole) return 1;
  const table = align(results, { left: [0, 1] }).join('\n');
  console.log(
    `\n${table}\n\nOpen ${toUser(path.join(out, 'index.html'))} to read the notebooks with their results; \`npm run site\` builds a site of them to share.`,
  );
  return 0;
}

/**
 * Compiles the cells ahead of the kernels that run them, beside the first notebooks. Errors are left
 * to the cells.
 */
function compileCells(environment: NodeJS.ProcessEnv): ChildProcess {
  const program = path.join(projectRoot, 'jupyter', 'kernels', 'tslab', 'warm-up.cjs');
  return startChild(nodeProgram([program, '--all']), { env: environment, stdio: 'ignore' });
}

/** Deletes a run, unless a training is in progress in it. */
function forget(runFolder: string): void {
  const lock = lockOrEnd(runFolder);
  rmSync(runFolder, { recursive: true, force: true });
  lock.release();
}

function sayStopped(signal: NodeJS.Signals): number {
  console.error('\nStopped. The next `npm start` resumes the training after its last finished epoch.');
  return exitCodeOf(signal);
}

/**
 * What the run reached; what was known before it when one of its files can't be read, with the
 * reason on the terminal.
 */
async function describeAgain(
  before: RunDescription,
  environment: NodeJS.ProcessEnv,
): Promise<RunDescription> {
  try {
    return await describeRun(environment);
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error;
    console.error(error.message);
    return before;
  }
}

/**
 * The same pages that `npm run site` makes; false, with the reason on the terminal, when a notebook
 * can't become one.
 */
async function makePages(
  run: RunRecord,
  { notebooks, environment }: { notebooks: ReturnType<typeof listNotebooks>; environment: NodeJS.ProcessEnv },
): Promise<boolean> {
  try {
    await makeSite(run, { notebooks, from: out, to: out, environment });
    return true;
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    console.error(`\n${error.message}`);
    return false;
  }
}
