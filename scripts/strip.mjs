// `npm run strip` removes outputs, execution counts and editors' metadata from the notebooks, so that git holds only
// what people wrote; with --check it changes nothing and fails when there is something to remove.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listNotebooks } from './start/notebooks.mjs';
import { projectRoot } from './environment.mjs';

const KERNELSPEC = { display_name: 'TypeScript (tslab)', language: 'typescript', name: 'tslab' };
const LANGUAGE = { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' };

const check = process.argv.includes('--check');
let unclean = 0;
for (const { file } of listNotebooks()) {
  const absolute = path.join(projectRoot, file);
  const before = readFileSync(absolute, 'utf8');
  const after = strip(before);
  if (after === before) continue;
  unclean++;
  if (check) console.error(`Expected ${file} to be without outputs, execution counts and editors' metadata.`);
  else {
    writeFileSync(`${absolute}.tmp`, after);
    renameSync(`${absolute}.tmp`, absolute);
    console.log(`stripped ${file}`);
  }
}
if (check && unclean) {
  console.error('Run `npm run strip`, then commit again.');
  process.exitCode = 1;
}

/** The notebook's JSON with only what git keeps, in nbformat's own layout. */
function strip(text) {
  const notebook = JSON.parse(text);
  const cells = notebook.cells.map(({ cell_type, id, metadata, source }) => {
    const tags = metadata?.tags ? { tags: metadata.tags } : {};
    const lines = [source]
      .flat()
      .join('')
      .split(/(?<=\n)/);
    return cell_type === 'code'
      ? { cell_type, execution_count: null, id, metadata: tags, outputs: [], source: lines }
      : { cell_type, id, metadata: tags, source: lines };
  });
  const clean = {
    cells,
    metadata: { kernelspec: KERNELSPEC, language_info: LANGUAGE },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(clean, null, 1)}\n`;
}
