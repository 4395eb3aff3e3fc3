// `npm run strip` removes outputs, execution counts and editors' metadata from the notebooks, so that git holds only
// what people wrote; with --check it changes nothing and fails when there is something to remove.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './environment.mjs';
import { listNotebooks } from './start/notebooks.mjs';
import { stripNotebook } from './strip/strip-notebook.mjs';
import { uncleanSentence } from './strip/unclean-sentence.mjs';
import { writeFile } from './write-file.mjs';

const check = process.argv.includes('--check');
let unclean = 0;
for (const { file } of listNotebooks()) {
  const absolute = path.join(projectRoot, file);
  const before = readFileSync(absolute, 'utf8');
  const after = stripNotebook(before);
  if (after === before) continue;
  unclean++;
  if (check) console.error(uncleanSentence(file));
  else {
    writeFile(absolute, after);
    console.log(`stripped ${file}`);
  }
}
if (check && unclean) {
  console.error('Run `npm run strip`, then commit again.');
  process.exitCode = 1;
}
