// `npm run site`: makes a static site of the notebooks as the last run left them in out/: into
// site/, to be read offline.
import { rmSync, statSync } from 'node:fs';
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
import { makeHandouts } from './make-handouts';
import { makePdfs, printer } from './make-pdfs';
import { parseOptions } from './options';

const { to, run: runFirst, answers, slides, pdf } = readOptions(parseOptions, usageOf('site'));

void runScript(async () => {
  if (statSync(to, { throwIfNoEntry: false })?.isFile())
    throw new SiteError(`Expected --to to be a folder but found the file ${to}.`);
  const program = pdf ? printer() : undefined;
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
  const files = answers ? undefined : 'notebooks';
  if (files !== undefined) await makeHandouts(path.join(to, files), notebooks);
  const environment = childEnvironment();
  const { pages, bytes } = await makeSite(run, {
    ...{ notebooks, from, to, environment, reference, camera },
    ...{ answers, slides, pdf, files },
  });
  // Those of an earlier call may show answers that this one leaves out.
  const ofNotebooks = notebooks.map(({ stem }) => path.join(to, `${stem}.html`));
  for (const file of ofNotebooks) rmSync(file.replace(/\.html$/, '.pdf'), { force: true });
  if (program !== undefined) await makePdfs(ofNotebooks, { program });
  const index = toUser(path.join(to, 'index.html'));
  const extra = `${slides ? ', with slides' : ''}${pdf ? ', with PDFs' : ''}${answers ? '' : ', without answers'}`;
  console.log(
    `${pages} pages${extra}, ${formatMegabytes(bytes)}, the camera page and the API reference. Open ${index}.`,
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
