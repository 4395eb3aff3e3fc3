// `npm start`: sets up what is missing, then runs the seven notebooks in order, headless, through nbconvert.
// Executed notebooks and their HTML pages go to out/. `npm start -- --fresh` trains anew instead of resuming.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { childEnvironment, projectRoot } from './environment.mjs';
import { describeRun } from './start/describe-run.mjs';
import { duration } from './start/duration.mjs';
import { listNotebooks } from './start/notebooks.mjs';
import { makePages } from './start/pages.mjs';
import { runNotebook } from './start/run-notebook.mjs';
import { setup } from './setup/setup.mjs';

const { values: options } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });

await setup({ quiet: true });

const environment = childEnvironment();
const out = path.join(projectRoot, 'out');
mkdirSync(out, { recursive: true });

process.exitCode = await walkThrough();

async function walkThrough() {
  const before = await describeRun(environment);
  if (before === undefined) return 1; // The reason is on the terminal already.
  if (options.fresh) rmSync(before.runFolder, { recursive: true, force: true });
  console.log(`\n${before.sentence}\n`);

  const notebooks = listNotebooks();
  const done = [];
  for (const [index, notebook] of notebooks.entries()) {
    console.log(`[${index + 1}/${notebooks.length}] ${notebook.title} …`);
    const started = performance.now();
    const failure = await runNotebook(notebook, { out, environment });
    const time = duration(performance.now() - started);
    if (failure !== undefined) {
      console.log(`      failed after ${time}\n`);
      console.error(`${failure}\n\nStopped at ${notebook.file}: the error above is its failing cell's.`);
      break;
    }
    console.log(`      done in ${time}`);
    done.push({ ...notebook, time });
  }

  const after = await describeRun(environment);
  await makePages(done, { out, environment, run: after ?? before });
  if (done.length < notebooks.length) return 1;
  console.log(
    `\n${after.table}\n\nOpen ${path.relative(process.cwd(), path.join(out, 'index.html'))} to read the notebooks with their results.`,
  );
  return 0;
}
