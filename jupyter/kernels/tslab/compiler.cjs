'use strict';
const { createRequire } = require('node:module');
const path = require('node:path');
const { createBuildCache } = require('./build-cache.cjs');
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

/** The cell's file, which exists for the converter only. */
const CELL = '/__tslab__.ts';

/**
 * tslab's converter, from a cell's TypeScript to the JavaScript of the cell and of the project's modules it imports.
 * It keeps the declarations that later cells build on: `convert` returns them, `accept` makes them current.
 */
function createCompiler(root) {
  const { ts, replace } = openTypeScript();
  const files = freshFiles(ts, root);
  const cache = createBuildCache(root, JSON.stringify([ts.version, process.version, OPTIONS]));
  const maps = new Map(); // JavaScript -> its source maps, the last step's first
  const moduleFiles = new Map(); // text of a project's module -> its file
  let isAsync = false; // whether the cell that is converted awaits outside of its functions

  replace({
    createWatchCompilerHost(names, options, ...rest) {
      const host = ts.createWatchCompilerHost(names, { ...options, ...OPTIONS }, ...rest);
      files.attach(host);
      return onProgram(host, mendEmit);
    },
    getPreEmitDiagnosticsOfFiles: createDiagnosis(ts, cache),
    transpileModule: (input, options) => ({
      outputText: moduleFiles.has(input) ? transpileModule(input, options) : transpileCell(input, options),
    }),
  });

  /** The builder emits a cell by types; a module of the project, which needs none, is handed on as it is. */
  function mendEmit(builder) {
    const { emit } = builder;
    builder.emit = (file, write, token, onlyTypes, transformers) => {
      if (file.fileName.endsWith(CELL)) {
        const before = [...(transformers?.before ?? []), expandShorthands(ts, builder)];
        return emit(file, write, token, onlyTypes, { ...transformers, before });
      }
      moduleFiles.set(file.text, file.fileName);
      write(path.join('outDir', path.relative(root, file.fileName)).replace(/\.[jt]sx?$/, '.js'), file.text);
    };
    return builder;
  }

  function transpile(code, { compilerOptions, ...options }) {
    const { outputText, sourceMapText } = ts.transpileModule(code, {
      ...options,
      compilerOptions: { ...compilerOptions, sourceMap: true },
    });
    return {
      code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ''),
      map: JSON.parse(sourceMapText),
    };
  }

  /** TypeScript's second step for a cell: from JavaScript's modules to CommonJS. */
  function transpileCell(input, options) {
    const { code, map } = takeMap(input);
    const before = [guardAwaits(ts, { onTopLevelAwait: () => (isAsync = true) })];
    const cell = transpile(code, { ...options, transformers: { before } });
    maps.set(cell.code, [cell.map, map]);
    return cell.code;
  }

  /** A module of the project in one step from TypeScript to CommonJS, as every tool does that knows no types. */
  function transpileModule(text, { compilerOptions }) {
    const fileName = moduleFiles.get(text);
    const options = { fileName, compilerOptions: { ...compilerOptions, experimentalDecorators: true } };
    const { code, map } = cache.module(path.relative(root, fileName), text, () => transpile(text, options));
    maps.set(code, [map]);
    return code;
  }

  const converter = require('tslab/dist/converter').createConverter({});

  let declarations = '';
  const emitted = new Map();
  return {
    version: ts.version,
    /** Of a cell's source: diagnostics, or the JavaScript to run with the project's modules where one changed. */
    convert(source) {
      files.refresh();
      maps.clear();
      moduleFiles.clear();
      isAsync = false;
      const { diagnostics, output, declOutput, lastExpressionVar, sideOutputs } = converter.convert(
        declarations,
        source,
      );
      cache.save();
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
