// `npm start`: sets up what is missing, then runs the seven notebooks in order, headless, through nbconvert.
// Executed notebooks, their pages and run.json go to out/. `npm start -- --fresh` starts training over instead of resuming.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { align } from '../shared/text-table.mjs';
import { childEnvironment, projectRoot } from '../shared/environment.mjs';
import { escapeGlob } from '../shared/escape-glob.mjs';
import { lockOrEnd } from '../shared/lock-or-end.mjs';
import { nbconvert } from '../shared/nbconvert.mjs';
import { exitCodeOf, stoppedBy } from '../shared/processes/children.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { setup } from '../setup/setup.mjs';
import { SiteError } from '../site/site-error.mjs';
import { describeRun } from './describe-run.mjs';
import { duration } from '../shared/duration.mjs';
import { listNotebooks } from '../shared/list-notebooks.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { runNotebook } from './run-notebook.mjs';
import { runRecord } from '../shared/run-record.mjs';
import { toUser } from '../shared/user-path.mjs';

const options = readOptions(parseOptions, USAGE);
const out = path.join(projectRoot, 'out');
const executed = ({ stem }) => path.join(out, `${stem}.ipynb`);

await runScript(async () => {
  await setup({ quiet: true });
  const lock = lockOrEnd(out);
  try {
    return await walkThrough(childEnvironment());
  } finally {
    lock.release();
  }
});

async function walkThrough(environment) {
  const before = await describeRun(environment);
  if (before === undefined) return 1; // The reason is on the terminal already.
  if (options.fresh) forget(before.runFolder);
  console.log(`\n${before.sentence}\n`);

  const notebooks = listNotebooks();
  // What an earlier run left must not be taken for this one's.
  const record = runRecord(out);
  record.remove();
  for (const notebook of notebooks) rmSync(executed(notebook), { force: true });

  const done = [];
  let stopped;
  for (const [index, notebook] of notebooks.entries()) {
    console.log(`[${index + 1}/${notebooks.length}] ${notebook.title} …`);
    const started = performance.now();
    const failure = await runNotebook(notebook, { out, environment });
    if (stoppedBy()) return stop();
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

  const { data, sentence, settings, results } = (await describeRun(environment)) ?? before;
  const ended = new Date().toISOString();
  const run = { ended, data, sentence, settings, results, notebooks: done, stopped };
  // A streamed line arrives as many small outputs; merged they read, and diff, as one.
  if (done.length > 0) {
    const files = done.map((notebook) => escapeGlob(executed(notebook)));
    await nbconvert(['--inplace', '--coalesce-streams', ...files], environment);
  }
  record.write(run);
  const isWhole = await makePages(run, { notebooks, environment });
  if (stopped !== undefined || !isWhole) return 1;
  console.log(
    `\n${align(results, { left: [0, 1] }).join('\n')}\n\nOpen ${toUser(path.join(out, 'index.html'))} to read the notebooks with their results; \`npm run site\` builds a site of them to share.`,
  );
  return 0;
}

/** Deletes a run, unless a training is at work on it. */
function forget(runFolder) {
  const lock = lockOrEnd(runFolder);
  rmSync(runFolder, { recursive: true, force: true });
  lock.release();
}

function stop() {
  console.error('\nStopped. The next `npm start` resumes the training after its last finished epoch.');
  return exitCodeOf(stoppedBy());
}

/** The same pages that `npm run site` makes; false, with the reason on the terminal, when a notebook can't be one. */
async function makePages(run, { notebooks, environment }) {
  // Its packages may have come with the set-up.
  const { makeSite } = await import('../site/make-site.mjs');
  try {
    await makeSite(run, { notebooks, from: out, to: out, environment });
    return true;
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    console.error(`\n${error.message}`);
    return false;
  }
}
