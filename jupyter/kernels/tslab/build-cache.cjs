'use strict';
const { mkdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { cacheFolder, hash, packagesStamp, writeWhole } = require('./cache-files.cjs');

/** How many states of the library are remembered as free of type errors. */
const STATES = 20;

/** @typedef {import('node:module').SourceMapPayload} SourceMapPayload */
/** @typedef {{ code: string, map: SourceMapPayload }} CompiledModule */

/** @typedef {ReturnType<typeof createBuildCache>} BuildCache */

/**
 * What earlier kernels found out about the project's modules, in `kernel.json`: the JavaScript of
 * each, and which states of the whole library passed the type check. Both depend on nothing but
 * texts, which are compared by hash.
 *
 * @param {string} root
 * @param {string} variant what else the results depend on: the compiler's version and options
 */
function createBuildCache(root, variant) {
  const file = path.join(cacheFolder(root), 'kernel.json');
  const salt = hash([variant, packagesStamp(root)]);
  let { modules = {}, passed = [] } = read(file, salt);
  let isDirty = false;

  return {
    /**
     * The result of `make()` for a module's text, which is called once.
     *
     * @param {string} name
     * @param {string} text
     * @param {() => CompiledModule} make
     * @returns {CompiledModule}
     */
    module(name, text, make) {
      const key = hash([text]);
      if (modules[name]?.key !== key) {
        modules[name] = { key, ...make() };
        isDirty = true;
      }
      return modules[name];
    },
    /** @param {readonly { fileName: string, text: string }[]} files */
    stateOf: (files) => hash(files.flatMap(({ fileName, text }) => [fileName, text])),
    /** @param {string} state */
    hasPassed: (state) => passed.includes(state),
    /** @param {string} state */
    pass(state) {
      passed = [state, ...passed].slice(0, STATES);
      isDirty = true;
    },
    save() {
      if (!isDirty) return;
      isDirty = false;
      mkdirSync(path.dirname(file), { recursive: true });
      writeWhole(file, JSON.stringify({ salt, modules, passed }));
    },
  };
}

/**
 * Empty if there is no cache, if it belongs to other versions, or if it is damaged: it is rebuilt
 * then.
 *
 * @param {string} file
 * @param {string} salt
 * @returns {{ modules?: Record<string, CompiledModule & { key: string }>, passed?: string[] }}
 */
function read(file, salt) {
  try {
    const cache = JSON.parse(readFileSync(file, 'utf8'));
    return cache.salt === salt ? cache : {};
  } catch {
    return {};
  }
}

module.exports = { createBuildCache };
