'use strict';
const { createRequire } = require('node:module');
const path = require('node:path');
const { createBuildCache } = require('./build-cache.cjs');
const { createCellCache } = require('./cell-cache.cjs');
const { createGetDiagnostics } = require('./diagnostics.cjs');
const { explainCall, explainName, isUnknown } = require('./explain-code.cjs');
const { createFileWatcher } = require('./file-watcher.cjs');
const { splitSourceMap } = require('./stack-trace.cjs');
const { expandShorthands, guardAwaits } = require('./transformers.cjs');

/** @typedef {typeof import('@tslab/typescript-for-tslab')} TypeScript */
/** @typedef {import('@tslab/typescript-for-tslab').BuilderProgram} BuilderProgram */
/** @typedef {import('@tslab/typescript-for-tslab').TranspileOptions} TranspileOptions */
/** @typedef {import('@tslab/typescript-for-tslab').CompilerHost} CompilerHost */
/** @typedef {import('node:module').SourceMapPayload} SourceMapPayload */
/** @typedef {ReturnType<typeof createCompiler>} Compiler */
/** @typedef {import('./module-loader.cjs').EmittedModule} EmittedModule */

/**
 * A cell, and what the cells before it declared.
 *
 * @typedef {{ declarations: string, source: string }} CellSource
 */

/**
 * What becomes of a cell: diagnostics, or its JavaScript with its source maps, what it and the cells
 * before it declare, the name of its last value, and the project's modules.
 *
 * @typedef {object} Conversion
 * @property {import('tslab/dist/converter').Diagnostic[]} diagnostics
 * @property {string} code
 * @property {SourceMapPayload[]} [maps]
 * @property {string} declarations
 * @property {boolean} isAsync whether it awaits something outside its functions
 * @property {string} [resultName]
 * @property {EmittedModule[]} modules
 */

/** Options for cells and library, on top of tslab's own (tslab reads no tsconfig.json). */
const OPTIONS = {
  strict: true,
  // Global types of Node only. Other packages in node_modules/@types are found when they are
  // imported; loading all of them would take a third of the kernel's start.
  types: ['node'],
  inlineSourceMap: true,
};

/** The file name of a cell. The file exists only in the converter. */
const CELL = '/__tslab__.ts';

/** The same of the declarations of earlier cells. */
const EARLIER = '/__prev__.d.ts';

/**
 * tslab's converter, from a cell's TypeScript to the JavaScript of the cell and of the project's
 * modules that it imports.
 *
 * @param {string} root
 */
function createCompiler(root) {
  const { ts, patch } = openTypeScript();
  const files = createFileWatcher(ts, root);
  const cache = createBuildCache(root, JSON.stringify([ts.version, process.version, OPTIONS]));
  /**
   * Source maps by JavaScript, the last step's first.
   *
   * @type {Map<string | undefined, SourceMapPayload[]>}
   */
  const maps = new Map();
  /**
   * The file of a project's module by its text.
   *
   * @type {Map<string, string>}
   */
  const moduleFiles = new Map();
  // Whether the cell awaits something outside its functions.
  let isAsync = false;
  /** @type {BuilderProgram | undefined} */
  let current;

  patch({
    // tslab uses one of its overloads.
    createWatchCompilerHost: /** @type {TypeScript['createWatchCompilerHost']} */ (
      /**
       * @param {string[]} names
       * @param {import('@tslab/typescript-for-tslab').CompilerOptions} options
       * @param {[any, any, any, any]} rest
       */
      (names, options, ...rest) => {
        const host = ts.createWatchCompilerHost(names, { ...options, ...OPTIONS }, ...rest);
        files.attach(host);
        return onProgram(host, patchEmit);
      }
    ),
    getPreEmitDiagnosticsOfFiles: createGetDiagnostics(ts, cache),
    transpileModule: (input, options) => ({
      outputText: moduleFiles.has(input) ? transpileModule(input, options) : transpileCell(input, options),
    }),
  });

  /**
   * The builder emits a cell, which needs types. A module of the project needs none, so its text is
   * passed on unchanged to {@link transpileModule}.
   *
   * @param {BuilderProgram} builder
   */
  function patchEmit(builder) {
    current = builder;
    const { emit } = builder;
    builder.emit = (file, write, token, emitsOnlyTypes, transformers) => {
      if (!file || !write || file.fileName.endsWith(CELL)) {
        const before = [...(transformers?.before ?? []), expandShorthands(ts, builder)];
        return emit(file, write, token, emitsOnlyTypes, { ...transformers, before });
      }
      moduleFiles.set(file.text, file.fileName);
      const output = path.join('outDir', path.relative(root, file.fileName)).replace(/\.[jt]sx?$/, '.js');
      write(output, file.text, false);
      return { emitSkipped: false, diagnostics: [] };
    };
    return builder;
  }

  /**
   * @param {string} code
   * @param {TranspileOptions} options
   * @returns {{ code: string, map: SourceMapPayload }}
   */
  function transpile(code, { compilerOptions, ...options }) {
    const { outputText, sourceMapText } = ts.transpileModule(code, {
      ...options,
      compilerOptions: { ...compilerOptions, sourceMap: true },
    });
    return {
      code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ''),
      map: JSON.parse(sourceMapText ?? ''),
    };
  }

  /**
   * tslab's second step for a cell: from ES modules to CommonJS.
   *
   * @param {string} input
   * @param {TranspileOptions} options
   */
  function transpileCell(input, options) {
    const { code, map } = splitSourceMap(input);
    const before = [guardAwaits(ts, { onTopLevelAwait: () => (isAsync = true) })];
    const cell = transpile(code, { ...options, transformers: { before } });
    maps.set(cell.code, map ? [cell.map, map] : [cell.map]);
    return cell.code;
  }

  /**
   * Compiles a module of the project in one step from TypeScript to CommonJS, without types.
   *
   * @param {string} text
   * @param {TranspileOptions} options
   */
  function transpileModule(text, { compilerOptions }) {
    const fileName = moduleFiles.get(text) ?? '';
    const options = { fileName, compilerOptions: { ...compilerOptions, experimentalDecorators: true } };
    const { code, map } = cache.module(path.relative(root, fileName), text, () => transpile(text, options));
    maps.set(code, [map]);
    return code;
  }

  const { createConverter, isCompleteCode } = require('tslab/dist/converter');
  const converter = createConverter({});

  const { isCovered } = createCellCache(root);
  /** @type {Map<string, EmittedModule>} */
  const emitted = new Map();

  /** The files of the current program that are on the disk. */
  const programFiles = () =>
    (current?.getProgram().getSourceFiles() ?? [])
      .map(({ fileName }) => fileName)
      .filter((name) => !name.endsWith(CELL) && !name.endsWith(EARLIER));

  return {
    /**
     * Compiles a cell to diagnostics, or to JavaScript, with all of the project's modules that cells
     * have imported so far.
     *
     * @param {CellSource} cell
     * @returns {Conversion & { isCacheable: boolean, used: EmittedModule[] }} isCacheable: whether it
     *   depends on nothing that the cell cache does not know; used: the modules that it imports,
     *   directly or indirectly
     */
    convert({ declarations, source }) {
      files.poll();
      maps.clear();
      moduleFiles.clear();
      isAsync = false;
      const { diagnostics, output, declOutput, lastExpressionVar, sideOutputs } = converter.convert(
        declarations,
        source,
      );
      cache.save();
      for (const side of sideOutputs ?? []) emitted.set(side.path, { ...side, maps: maps.get(side.data) });
      const names = programFiles();
      return {
        isCacheable: diagnostics.length === 0 && names.every(isCovered),
        used: names.flatMap((name) => emitted.get(name.replace(/\.[jt]sx?$/, '.js')) ?? []),
        diagnostics,
        code: output ?? '',
        maps: maps.get(output),
        declarations: declOutput ?? '',
        isAsync,
        resultName: lastExpressionVar,
        modules: diagnostics.length === 0 ? [...emitted.values()] : [],
      };
    },
    /**
     * @param {CellSource} cell
     * @param {number} position
     */
    complete({ declarations, source }, position) {
      files.poll();
      return converter.complete(declarations, source, position);
    },
    /**
     * What is at a position, as text: a name, or else the call whose parentheses are around it.
     *
     * @param {CellSource} cell
     * @param {number} position
     */
    inspect({ declarations, source }, position) {
      files.poll();
      const info = converter.inspect(declarations, source, position);
      if (info && !isUnknown(info)) return explainName(info);
      const program = current?.getProgram();
      const file = program?.getSourceFiles().find(({ fileName }) => fileName.endsWith(CELL));
      // tslab puts a line before the cell.
      const call =
        program &&
        file &&
        explainCall(ts, { program, file, position: file.text.length - source.length + position });
      return call ?? (info && explainName(info));
    },
    /** Whether code is a whole cell or needs more lines. */
    isComplete: (/** @type {string} */ code) => isCompleteCode(code),
  };
}

/**
 * tslab's TypeScript, and a way to `patch` some of its functions for tslab (its exports are
 * read-only).
 */
function openTypeScript() {
  const converterPath = require.resolve('tslab/dist/converter');
  if (require.cache[converterPath])
    throw new Error('tslab was loaded before its TypeScript could be patched.');
  const file = createRequire(converterPath).resolve('@tslab/typescript-for-tslab');
  /** @type {TypeScript} */
  const ts = require(file);
  return {
    ts,
    /** @param {Partial<TypeScript>} functions */
    patch(functions) {
      const loaded = require.cache[file];
      if (loaded) loaded.exports = { ...ts, ...functions };
    },
  };
}

/**
 * Patches each program builder before tslab's converter, which sets `afterProgramCreate`, gets it.
 *
 * @template {{ afterProgramCreate?(builder: BuilderProgram): void }} Host
 * @param {Host} host
 * @param {(builder: BuilderProgram) => BuilderProgram} patch
 */
function onProgram(host, patch) {
  let after = host.afterProgramCreate;
  return Object.defineProperty(host, 'afterProgramCreate', {
    get: () => (/** @type {BuilderProgram} */ builder) => after?.(patch(builder)),
    set(callback) {
      after = callback;
    },
  });
}

module.exports = { createCompiler };
