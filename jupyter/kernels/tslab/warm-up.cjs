'use strict';
// Compiles and checks the whole library once, as a notebook's first cell would have to: `npm run setup` calls it, so that
// the very first cell finds all of it in the build cache. Ends with 1 where the library has errors, which the cell shows.
const path = require('node:path');

const root = path.resolve(__dirname, '../../..');
process.chdir(root);

const { createCompiler } = require('./compiler.cjs');
const { TypeScriptError } = require('./cell.cjs');

const { diagnostics } = createCompiler(root).convert("import * as emotion from './src/lib/index';\nemotion;");
if (diagnostics.length > 0) console.error(new TypeScriptError(diagnostics, 'the cell').message);
// tslab's converter goes on watching files.
process.exit(diagnostics.length > 0 ? 1 : 0);
