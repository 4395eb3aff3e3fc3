'use strict';
// Compiles and type-checks the whole library once, as a notebook's first cell would. `npm run
// setup` runs this so that the first cell finds everything in the build cache. Exits with code 1 if
// the library has errors; the first cell will show them.
const path = require('node:path');

const root = path.resolve(__dirname, '../../..');
process.chdir(root);

const { createCompiler } = require('./compiler.cjs');
const { TypeScriptError } = require('./cell-runner.cjs');

const { diagnostics } = createCompiler(root).convert("import * as emotion from './src/lib/index';\nemotion;");
if (diagnostics.length > 0) console.error(new TypeScriptError(diagnostics, 'the cell').message);
// tslab's converter would keep watching files.
process.exit(diagnostics.length > 0 ? 1 : 0);
