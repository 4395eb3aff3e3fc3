'use strict';
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/** How many states of the library are remembered as free of type errors. */
const STATES = 20;

/**
 * What earlier kernels found out about the project's modules, in `.cache/kernel.json`: each one's JavaScript, and which
 * states of the whole library passed the type check. Both follow from texts alone, which are compared by hash; the
 * file may be deleted at any time.
 *
 * @param variant what else the results depend on: compiler version and options
 */
function createBuildCache(root, variant) {
  const file = path.join(root, '.cache', 'kernel.json');
  const salt = hash([variant, stampOf(path.join(root, 'node_modules', '.package-lock.json'))]);
  let { modules = {}, passed = [] } = read(file, salt);
  let isDirty = false;

  return {
    /** The result of `make()` for a module's text, made once. */
    module(name, text, make) {
      const key = hash([text]);
      if (modules[name]?.key !== key) {
        modules[name] = { key, ...make() };
        isDirty = true;
      }
      return modules[name];
    },
    stateOf: (files) => hash(files.flatMap(({ fileName, text }) => [fileName, text])),
    hasPassed: (state) => passed.includes(state),
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

/** Nothing where there is no cache, it belongs to other versions, or it is damaged: it is made again then. */
function read(file, salt) {
  try {
    const cache = JSON.parse(readFileSync(file, 'utf8'));
    return cache.salt === salt ? cache : {};
  } catch {
    return {};
  }
}

function stampOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : '';
}

function hash(texts) {
  const sum = createHash('sha1');
  for (const text of texts) sum.update(text).update('\0');
  return sum.digest('hex');
}

module.exports = { createBuildCache };
