// `npm run data`: fetches FER-2013's archive into data/. FER2013_URL=<address> takes it from a mirror.
import path from 'node:path';
import { projectRoot } from './environment.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { setup } from './setup/setup.mjs';

await setup({ quiet: true, steps: [npmPackages] });

const { fetchArchive } = await import('./data/fetch-archive.mjs');
process.exitCode = await fetchArchive(path.join(projectRoot, 'data'));
