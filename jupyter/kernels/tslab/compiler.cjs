'use strict';
const { createRequire } = require('node:module');
const { createDiagnosis } = require('./diagnosis.cjs');
const { freshFiles } = require('./fresh-files.cjs');
const { takeMap } = require('./stack.cjs');
const { expandShorthands, guardAwaits } = require('./transforms.cjs');

/** What cells and library are checked with, on top of tslab's own options (tslab reads no tsconfig.json). */
const OPTIONS = {
  strict: true,
  // Only Node's global types: those in the rest of node_modules/@types are found where they are imported, and would
  // otherwise take a third of the kernel's start.
  types: ['node'],
  inlineSourceMap: true,
};

/**
 * tslab's converter, from a cell's TypeScript to the JavaScript of the cell and of the project's modules it imports.
 * It keeps the declarations that later cells build on: `convert` returns them, `accept` makes them current.
 */
function createCompiler(root) {
  const { ts, replace } = openTypeScript();
  const files = freshFiles(ts, root);
  let isAsync = false; // whether the cell that is converted awaits outside of its functions
  const maps = new Map(); // emitted JavaScript -> its source maps, the last step's first

  replace({
    createWatchCompilerHost(names, options, ...rest) {
      const host = ts.createWatchCompilerHost(names, { ...options, ...OPTIONS }, ...rest);
      files.attach(host);
      return onProgram(host, (builder) => expandShorthands(ts, builder));
    },
    getPreEmitDiagnosticsOfFiles: createDiagnosis(ts),
    transpileModule(input, { compilerOptions, ...rest }) {
      const { code, map } = takeMap(input);
      const isCell = map?.sources.some((source) => source.endsWith('__tslab__.ts'));
      const { outputText, sourceMapText } = ts.transpileModule(code, {
        ...rest,
        compilerOptions: { ...compilerOptions, sourceMap: true },
        transformers: isCell
          ? { before: [guardAwaits(ts, { onTopLevelAwait: () => (isAsync = true) })] }
          : undefined,
      });
      const output = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
      if (map) maps.set(output, [JSON.parse(sourceMapText), map]);
      return { outputText: output };
    },
  });
  const converter = require('tslab/dist/converter').createConverter({});

  let declarations = '';
  const emitted = new Map();
  return {
    version: ts.version,
    /** Of a cell's source: diagnostics, or the JavaScript to run with the project's modules where one changed. */
    convert(source) {
      files.refresh();
      maps.clear();
      isAsync = false;
      const { diagnostics, output, declOutput, lastExpressionVar, sideOutputs } = converter.convert(
        declarations,
        source,
      );
      const changed = sideOutputs ?? [];
      for (const side of changed) emitted.set(side.path, { ...side, maps: maps.get(side.data) });
      return {
        diagnostics,
        code: output ?? '',
        maps: maps.get(output),
        declarations: declOutput ?? '',
        isAsync,
        resultName: lastExpressionVar,
        // All or none: a module that stays the same may import one that changed.
        modules: changed.length > 0 ? [...emitted.values()] : [],
      };
    },
    accept(next) {
      declarations = next;
    },
    complete(source, position) {
      files.refresh();
      return converter.complete(declarations, source, position);
    },
    inspect(source, position) {
      files.refresh();
      return converter.inspect(declarations, source, position);
    },
  };
}

/** tslab's TypeScript, and a way to `replace` some of its functions for tslab (its own exports are read-only). */
function openTypeScript() {
  const converterPath = require.resolve('tslab/dist/converter');
  if (require.cache[converterPath])
    throw new Error('tslab was loaded before its TypeScript could be mended.');
  const file = createRequire(converterPath).resolve('@tslab/typescript-for-tslab');
  const ts = require(file);
  return {
    ts,
    replace(functions) {
      require.cache[file].exports = { ...ts, ...functions };
    },
  };
}

/** Lets `mend` see each program builder before tslab's converter, which sets `afterProgramCreate`, gets it. */
function onProgram(host, mend) {
  let after = host.afterProgramCreate;
  return Object.defineProperty(host, 'afterProgramCreate', {
    get: () => (builder) => after(mend(builder)),
    set(callback) {
      after = callback;
    },
  });
}

module.exports = { createCompiler };
