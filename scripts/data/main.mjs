// `npm run data`: fetches FER-2013's archive into data/. FER2013_URL=<address> takes it from a mirror.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../shared/environment.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { npmPackages } from '../setup/npm-packages.mjs';
import { setup } from '../setup/setup.mjs';

const USAGE = `npm run data

Downloads FER-2013's archive (62 MB) into data/, and resumes an interrupted download. FER2013_URL=<address> takes it
from a mirror; HTTPS_PROXY, HTTP_PROXY and NO_PROXY are followed.`;

const options = { help: { type: 'boolean', short: 'h', default: false } };
readOptions((args) => parseArgs({ args, options }).values, USAGE);

await runScript(async () => {
  await setup({ quiet: true, steps: [npmPackages] });
  const { fetchArchive } = await import('./fetch-archive.mjs');
  return fetchArchive(path.join(projectRoot, 'data'));
});
