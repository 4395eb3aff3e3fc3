// `npm run site`: makes a static site of the notebooks as the last run has left them in out/: into site/, to be read offline.
import { statSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment, projectRoot, run as runCommand } from '../shared/environment.mjs';
import { nodeProgram } from '../shared/processes/children.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { setup } from '../setup/setup.mjs';
import { findRun } from './find-run.mjs';
import { parseOptions, USAGE } from './options.mjs';
import { SiteError } from './site-error.mjs';
import { listNotebooks } from '../shared/list-notebooks.mjs';
import { toUser } from '../shared/user-path.mjs';

const options = readOptions(parseOptions, USAGE);

await runScript(() => site(options));

async function site({ to, run: runFirst }) {
  if (statSync(to, { throwIfNoEntry: false })?.isFile())
    throw new SiteError(`Expected --to to be a folder but found the file ${to}.`);
  if (runFirst) {
    const code = await runCommand(nodeProgram([path.join('scripts', 'start', 'main.mjs')]));
    if (code !== 0) return code; // The reason is on the terminal already.
  }
  const from = path.join(projectRoot, 'out');
  const notebooks = listNotebooks();
  const run = findRun(from, notebooks);
  await setup({ quiet: true });
  // Its packages may have come with the set-up.
  const { makeSite } = await import('./make-site.mjs');
  const { pages, bytes } = await makeSite(run, { notebooks, from, to, environment: childEnvironment() });
  const index = toUser(path.join(to, 'index.html'));
  console.log(`${pages} pages, ${(bytes / 1e6).toFixed(1)} MB. Open ${index}.`);
  if (run.data === 'FER-2013')
    console.log(
      'The pages show images from FER-2013, which are not yours to publish: keep them to yourself.',
    );
  return 0;
}
