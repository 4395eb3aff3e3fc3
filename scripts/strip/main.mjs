// `npm run strip` removes outputs, execution counts and editors' metadata from the notebooks, so
// that git contains only what people wrote. With --check it changes nothing and fails if there is
// something to remove.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { parseArguments, readOptions } from '../shared/read-options.mjs';
import { runScript } from '../shared/run-script.mjs';
import { listNotebooks } from '../shared/notebooks/list-notebooks.mjs';
import { describeUnstripped, stripNotebook } from '../shared/notebooks/strip-notebook.mjs';
import { writeFile } from '../shared/write-file.mjs';

const USAGE = `npm run strip -- [--check]

Removes outputs, execution counts and editors' metadata from the notebooks. --check changes nothing and fails if there
is something to remove.`;

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const options = {
  check: { type: 'boolean', default: false },
};
const { check } = readOptions((args) => parseArguments({ args, options }, 'npm run strip').values, USAGE);

await runScript(async () => {
  let count = 0;
  for (const { file } of listNotebooks()) {
    const absolute = path.join(projectRoot, file);
    const before = readFileSync(absolute, 'utf8');
    const after = stripNotebook(before, file);
    if (after === before) continue;
    count++;
    if (check) console.error(describeUnstripped(file));
    else {
      writeFile(absolute, after);
      console.log(`stripped ${file}`);
    }
  }
  if (!check || count === 0) return 0;
  console.error('Run `npm run strip`, then commit again.');
  return 1;
});
