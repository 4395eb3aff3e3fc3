'use strict';
const { createRequire, Module } = require('node:module');
const path = require('node:path');

/**
 * The project's own modules, as the compiler emitted them (no file of theirs exists as JavaScript). When one of them
 * changed, all are evaluated again on their next import, so that no module holds on to an old one.
 *
 * `wrap` runs what must not be interrupted, since a half-loaded package stays broken; `register` gets each module's
 * file and source maps.
 */
function createModules(root, { tslab, wrap, register }) {
  const sources = new Map(); // absolute path with .js -> JavaScript
  const evaluated = new Map(); // the same path -> Module

  function update(outputs) {
    if (outputs.length === 0) return;
    for (const { path: file, data, maps } of outputs) {
      sources.set(file, data);
      register(file, maps);
    }
    evaluated.clear();
  }

  function evaluate(file) {
    const found = evaluated.get(file);
    if (found) return found.exports;
    const fresh = new Module(file, module);
    fresh.filename = file;
    fresh.paths = Module._nodeModulePaths(path.dirname(file));
    fresh.require = createLoader(path.dirname(file), fresh.require.bind(fresh));
    // Known before it runs, as Node does it: modules that import each other get what is there so far.
    evaluated.set(file, fresh);
    try {
      fresh._compile(sources.get(file), file);
    } catch (error) {
      evaluated.delete(file);
      throw error;
    }
    return fresh.exports;
  }

  function createLoader(folder, loadPackage) {
    return (id) =>
      wrap(() => {
        if (id === 'tslab') return tslab;
        const file = path.join(folder, id);
        if (id.startsWith('.')) {
          for (const candidate of [file, `${file}.js`, path.join(file, 'index.js')]) {
            if (sources.has(candidate)) return evaluate(candidate);
          }
        }
        return loadPackage(id);
      });
  }

  const require = createRequire(path.join(root, 'cell.js'));
  return {
    update,
    require: Object.assign(createLoader(root, require), { resolve: require.resolve, cache: require.cache }),
  };
}

module.exports = { createModules };
