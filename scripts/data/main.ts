// `npm run data`: downloads FER-2013's archive into data/. FER2013_URL=<address> takes it from a
// mirror.
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { parseArguments, readOptions, usageOf } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { fetchArchive } from './fetch-archive';

readOptions((args) => parseArguments({ args, options: {} }, 'npm run data'), usageOf('data'));

void runScript(() => fetchArchive(path.join(projectRoot, 'data')));
