// `npm run site`: makes a static site of the notebooks as the last run left them in out/: into
// site/, to be read offline.
import { statSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment, projectRoot, run as runProgram } from '../shared/environment.mjs';
import { listNotebooks } from '../shared/notebooks/list-notebooks.mjs';
import { nodeProgram } from '../shared/processes/children.mjs';
import { readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { makeSite } from '../shared/site/make-site';
import { SiteError } from '../shared/site/site-error';
import { toUser } from '../shared/user-path.mjs';
import { buildPage } from '../shared/web/build-page';
import { setup } from '../setup/setup.mjs';
import { writeFileAtomic } from '../../src/lib/files/write-file-atomic';
import { formatMegabytes } from '../../src/lib/format';
import { findRun } from './find-run';
import { makeApiReference } from './make-api-reference';
import { parseOptions } from './options';

const { to, run: runFirst } = readOptions(parseOptions, usageOf('site'));

void runScript(async () => {
  if (statSync(to, { throwIfNoEntry: false })?.isFile())
    throw new SiteError(`Expected --to to be a folder but found the file ${to}.`);
  if (runFirst) {
    const code = await runProgram(nodeProgram([path.join('scripts', 'run.mjs'), 'start']));
    if (code !== 0) return code; // The reason is on the terminal already.
  }
  const from = path.join(projectRoot, 'out');
  const notebooks = listNotebooks();
  const run = findRun(from, notebooks);
  // Only now, because without a run there is nothing to set up for.
  await setup({ quiet: true });
  await makeApiReference(path.join(to, 'api'));
  const reference = 'api/index.html';
  const camera = 'webcam.html';
  await writeFileAtomic(path.join(to, camera), await buildPage({ home: 'index.html' }));
  const environment = childEnvironment();
  const { pages, bytes } = await makeSite(run, { notebooks, from, to, environment, reference, camera });
  const index = toUser(path.join(to, 'index.html'));
  console.log(
    `${pages} pages, ${formatMegabytes(bytes)}, the camera page and the API reference. Open ${index}.`,
  );
  if (run.data === 'FER-2013')
    console.log(
      'The pages show images from FER-2013, which are not yours to publish: keep them to yourself.',
    );
  const photos = run.settings.find(({ variable }) => variable === 'PHOTOS')?.value ?? 'drawn';
  if (photos !== 'drawn')
    console.log(
      `Notebook 8's page shows photographs from ${photos}: ask the people in them before you publish it.`,
    );
  return 0;
});
