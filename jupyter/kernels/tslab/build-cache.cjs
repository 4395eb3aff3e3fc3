'use strict';
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/** How many states of the library are remembered as free of type errors. */
const STATES = 20;

/** @typedef {import('node:module').SourceMapPayload} SourceMapPayload */
/** @typedef {{ code: string, map: SourceMapPayload }} CompiledModule */

/** @typedef {ReturnType<typeof createBuildCache>} BuildCache */

/**
 * Where the kernel keeps what may be deleted at any time: in `.cache`, and in another project that
 * uses this kernel in `node_modules/.cache/emotion-notebooks`.
 *
 * @param {string} root
 */
function cacheFolder(root) {
  const isOurs = root === path.resolve(__dirname, '../../..');
  return path.join(root, ...(isOurs ? ['.cache'] : ['node_modules', '.cache', 'emotion-notebooks']));
}

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
  const salt = hash([variant, stampOf(path.join(root, 'node_modules', '.package-lock.json'))]);
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
      const temporary = `${file}.${process.pid}`;
      writeFileSync(temporary, JSON.stringify({ salt, modules, passed }));
      renameSync(temporary, file);
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

/** @param {string} file */
function stampOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : '';
}

/** @param {readonly string[]} texts */
function hash(texts) {
  const sum = createHash('sha1');
  for (const text of texts) sum.update(text).update('\0');
  return sum.digest('hex');
}

module.exports = { cacheFolder, createBuildCache };
