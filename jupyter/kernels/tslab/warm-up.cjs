'use strict';
// warm-up.cjs [--all]: compiles and type-checks the whole library, the first notebook and the first
// cell of each other one, so that they are in the kernel's caches when they run: `npm run setup` runs
// this. With --all, every cell: `npm start` runs that beside the notebooks. Exits with code 1 if the
// library has errors; the first cell will show them.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { TypeScriptError } = require('./cell-runner.cjs');
const { createThreadedCompiler } = require('./threaded-compiler.cjs');

/** @typedef {{ cells: { cell_type: string, source: string | string[] }[] }} Notebook */

const root = path.resolve(__dirname, '../../..');
process.chdir(root);
const isAll = process.argv.includes('--all');

const compiler = createThreadedCompiler(root);
const { diagnostics } = compiler.convert("import * as emotion from './src/lib/index';\nemotion;");
if (diagnostics.length > 0) console.error(new TypeScriptError(diagnostics, 'the cell').message);
else for (const [index, file] of notebooks().entries()) warmUp(file, { isWhole: isAll || index === 0 });
compiler.settle();
process.exit(diagnostics.length > 0 ? 1 : 0);

function notebooks() {
  const folder = path.join(root, 'notebooks');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  return names.sort().map((name) => path.join(folder, name));
}

/**
 * Compiles a notebook's cells as if they ran one after another, up to the first that does not
 * compile.
 *
 * @param {string} file
 * @param {{ isWhole: boolean }} options isWhole: all of its cells, not only the first
 */
function warmUp(file, { isWhole }) {
  /** @type {Notebook} */
  const { cells } = JSON.parse(readFileSync(file, 'utf8'));
  const sources = cells
    .filter((cell) => cell.cell_type === 'code')
    .map(({ source }) => [source].flat().join(''));
  compiler.restart();
  for (const source of isWhole ? sources : sources.slice(0, 1)) {
    const converted = compiler.convert(source);
    if (converted.diagnostics.length > 0) return;
    compiler.accept(converted.declarations);
  }
}
