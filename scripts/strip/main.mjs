// `npm run strip` removes outputs, execution counts and editors' metadata from the notebooks, so that git holds only
// what people wrote; with --check it changes nothing and fails when there is something to remove.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../shared/environment.mjs';
import { readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { listNotebooks } from '../shared/list-notebooks.mjs';
import { stripNotebook } from './strip-notebook.mjs';
import { uncleanSentence } from './unclean-sentence.mjs';
import { writeFile } from '../shared/write-file.mjs';

const USAGE = `npm run strip -- [--check]

removes outputs, execution counts and editors' metadata from the notebooks; --check changes nothing and fails when there is
something to remove`;

const options = {
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};
const { check } = readOptions((args) => parseArgs({ args, options }).values, USAGE);

await runScript(async () => {
  let unclean = 0;
  for (const { file } of listNotebooks()) {
    const absolute = path.join(projectRoot, file);
    const before = readFileSync(absolute, 'utf8');
    const after = stripNotebook(before, file);
    if (after === before) continue;
    unclean++;
    if (check) console.error(uncleanSentence(file));
    else {
      writeFile(absolute, after);
      console.log(`stripped ${file}`);
    }
  }
  if (!check || unclean === 0) return 0;
  console.error('Run `npm run strip`, then commit again.');
  return 1;
});
