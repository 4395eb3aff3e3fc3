'use strict';
const { createRequire, Module } = require('node:module');
const path = require('node:path');

/** @typedef {import('node:module').SourceMapPayload} SourceMapPayload */
/** @typedef {{ path: string, data: string, maps?: SourceMapPayload[] }} EmittedModule */
/** @typedef {(id: string) => unknown} Require */

/**
 * What @types/node leaves out of Module.
 *
 * @typedef {(this: NodeJS.Module, code: string, file: string) => void} Compile
 * @typedef {{ _nodeModulePaths: (folder: string) => string[], prototype: { _compile: Compile } }}
 *   ModuleInternals
 */
const internals = /** @type {ModuleInternals} */ (/** @type {unknown} */ (Module));

/**
 * Loads the project's own modules as the compiler emitted them (they do not exist as JavaScript
 * files). When one of them has changed, all are evaluated again on their next import, so that no
 * module refers to an outdated one.
 *
 * @param {string} root
 * @param {object} options
 * @param {() => unknown} options.loadTslab what `import 'tslab'` gets
 * @param {<T>(work: () => T) => T} options.protect runs what must not be interrupted: a package
 *   that was loaded halfway stays broken
 * @param {(file: string, maps?: SourceMapPayload[]) => void} options.register gets the source maps
 *   of each module
 */
function createModuleLoader(root, { loadTslab, protect, register }) {
  /**
   * JavaScript by absolute path, ending in .js.
   *
   * @type {Map<string, string>}
   */
  const sources = new Map();
  /** @type {Map<string, Module>} */
  const evaluated = new Map();

  /** @param {readonly EmittedModule[]} modules */
  function update(modules) {
    const hasChanged = modules.some(
      ({ path: file, data }) => sources.has(file) && sources.get(file) !== data,
    );
    for (const { path: file, data, maps } of modules) {
      sources.set(file, data);
      register(file, maps);
    }
    if (hasChanged) evaluated.clear();
  }

  /**
   * @param {string} file
   * @param {string} source
   * @returns {unknown}
   */
  function evaluate(file, source) {
    const found = evaluated.get(file);
    if (found) return found.exports;
    const fresh = new Module(file, /** @type {Module} */ (/** @type {unknown} */ (module)));
    fresh.filename = file;
    fresh.paths = internals._nodeModulePaths(path.dirname(file));
    const loadPackage = fresh.require.bind(fresh);
    Object.assign(fresh, { require: createRequireFrom(path.dirname(file), loadPackage) });
    // Registered before it runs, as in Node: modules that import each other get the exports so far.
    evaluated.set(file, fresh);
    try {
      internals.prototype._compile.call(fresh, source, file);
    } catch (error) {
      evaluated.delete(file);
      throw error;
    }
    return fresh.exports;
  }

  /**
   * @param {string} folder
   * @param {Require} loadPackage
   * @returns {Require}
   */
  function createRequireFrom(folder, loadPackage) {
    return (id) =>
      protect(() => {
        if (id === 'tslab') return loadTslab();
        const file = path.join(folder, id);
        if (id.startsWith('.')) {
          for (const candidate of [file, `${file}.js`, path.join(file, 'index.js')]) {
            const source = sources.get(candidate);
            if (source !== undefined) return evaluate(candidate, source);
          }
        }
        return loadPackage(id);
      });
  }

  const require = createRequire(path.join(root, 'cell.js'));
  return {
    update,
    require: Object.assign(createRequireFrom(root, require), {
      resolve: require.resolve,
      cache: require.cache,
    }),
  };
}

module.exports = { createModuleLoader };
