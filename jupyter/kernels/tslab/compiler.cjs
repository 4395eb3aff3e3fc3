'use strict';
const { createRequire } = require('node:module');
const path = require('node:path');
const { createBuildCache } = require('./build-cache.cjs');
const { createGetDiagnostics } = require('./diagnostics.cjs');
const { explainCall, explainName, isUnknown } = require('./explain-code.cjs');
const { createFileWatcher } = require('./file-watcher.cjs');
const { DECLARATIONS } = require('./input.cjs');
const { splitSourceMap } = require('./stack-trace.cjs');
const { expandShorthands, guardAwaits } = require('./transformers.cjs');

/** @typedef {typeof import('@tslab/typescript-for-tslab')} TypeScript */
/** @typedef {import('@tslab/typescript-for-tslab').BuilderProgram} BuilderProgram */
/** @typedef {import('@tslab/typescript-for-tslab').TranspileOptions} TranspileOptions */
/** @typedef {import('@tslab/typescript-for-tslab').CompilerHost} CompilerHost */
/** @typedef {import('node:module').SourceMapPayload} SourceMapPayload */
/** @typedef {ReturnType<typeof createCompiler>} Compiler */

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

/**
 * tslab's converter, from a cell's TypeScript to the JavaScript of the cell and of the project's
 * modules that it imports. It keeps the declarations that later cells need: `convert` returns them,
 * `accept` makes them current.
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

  const converter = require('tslab/dist/converter').createConverter({});

  let declarations = DECLARATIONS;
  /** @type {Map<string, import('./module-loader.cjs').EmittedModule>} */
  const emitted = new Map();
  return {
    version: ts.version,
    /**
     * Compiles a cell to diagnostics, or to JavaScript, with the project's modules if one has
     * changed.
     *
     * @param {string} source
     */
    convert(source) {
      files.poll();
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
        // All or none: an unchanged module may import one that has changed.
        modules: changed.length > 0 ? [...emitted.values()] : [],
      };
    },
    /** @param {string} next */
    accept(next) {
      declarations = next;
    },
    /**
     * @param {string} source
     * @param {number} position
     */
    complete(source, position) {
      files.poll();
      return converter.complete(declarations, source, position);
    },
    /**
     * What is at a position, as text: a name, or else the call whose parentheses are around it.
     *
     * @param {string} source
     * @param {number} position
     */
    inspect(source, position) {
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
