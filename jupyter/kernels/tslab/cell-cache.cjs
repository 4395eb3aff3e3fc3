'use strict';
const { mkdirSync, readdirSync, readFileSync, rmSync, statSync } = require('node:fs');
const path = require('node:path');
const { cacheFolder, hash, packagesStamp, writeWhole } = require('./cache-files.cjs');

/** How many states of the library keep their cells. */
const STATES = 3;

/** How many cells a state keeps, those of an author who changes a cell again and again. */
const CELLS = 2000;

/** @typedef {import('./compiler.cjs').Conversion} Conversion */
/** @typedef {import('./module-loader.cjs').EmittedModule} EmittedModule */
/** @typedef {import('./compiler.cjs').CellSource} CellSource */
/** @typedef {ReturnType<typeof createCellCache>} CellCache */

/**
 * The JavaScript of cells that passed the type check, in `.cache/kernel-cells`, so that a later
 * kernel runs an unchanged cell without TypeScript, which takes seconds to start. A cell is found by
 * everything that its conversion depends on: its text, the declarations before it, every file of
 * `src/lib`, the installed packages, the kernel's own code, and Node's version. Of a cell that
 * imports anything else nothing is kept ({@link isCovered}). The folder may be deleted at any time.
 *
 * @param {string} root
 */
function createCellCache(root) {
  const library = path.join(root, 'src', 'lib');
  const folder = path.join(cacheFolder(root), 'kernel-cells');
  const packages = packagesStamp(root);
  const salt = packages ? hash([process.version, packages, ownCode()]) : undefined;
  /**
   * The hash of each file's text, and the stamp of the file that had it.
   *
   * @type {Map<string, { stamp: string, text: string }>}
   */
  const known = new Map();

  /** A hash of what all cells depend on; undefined where the installed packages are not known. */
  function state() {
    if (salt === undefined) return undefined;
    const files = filesIn(library).sort();
    return hash([salt, ...files.flatMap((file) => [path.relative(library, file), hashOf(file)])]);
  }

  /** @param {string} file */
  function hashOf(file) {
    const { mtimeNs, size, ino } = statSync(file, { bigint: true });
    const stamp = `${mtimeNs}:${size}:${ino}`;
    const found = known.get(file);
    if (found?.stamp === stamp) return found.text;
    const text = hash([readFileSync(file)]);
    known.set(file, { stamp, text });
    return text;
  }

  /**
   * The modules of a kept cell, by their file's name: they are the same for nearly all cells.
   *
   * @type {Map<string, EmittedModule[]>}
   */
  const modulesByFile = new Map();

  /** @param {string} file */
  function readModules(file) {
    const found = modulesByFile.get(file);
    if (found) return found;
    /** @type {EmittedModule[]} */
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    const modules = kept.map((module) => ({ ...module, path: path.join(root, module.path) }));
    modulesByFile.set(file, modules);
    return modules;
  }

  return {
    /**
     * Where a cell's conversion is kept; undefined where none can be.
     *
     * @param {CellSource} cell
     */
    locate({ declarations, source }) {
      const current = state();
      return current && path.join(folder, current, `${hash([declarations, source])}.json`);
    },
    /**
     * @param {string} file
     * @returns {Conversion | undefined} undefined if there is none, or a damaged one
     */
    read(file) {
      try {
        const { modules, ...cell } = JSON.parse(readFileSync(file, 'utf8'));
        const found = modules ? readModules(path.join(path.dirname(file), modules)) : [];
        return { ...cell, modules: found };
      } catch {
        return undefined;
      }
    },
    /**
     * Keeps a cell without errors and all modules that it uses.
     *
     * @param {string} file
     * @param {Conversion} conversion
     */
    write(file, { modules, ...cell }) {
      makeRoom(path.dirname(file));
      const kept = modules.map((module) => ({ ...module, path: path.relative(root, module.path) }));
      const text = JSON.stringify(kept);
      const name = modules.length > 0 ? `modules-${hash([text])}.json` : undefined;
      if (name !== undefined) writeOnce(path.join(path.dirname(file), name), text);
      writeOnce(file, JSON.stringify({ ...cell, modules: name }));
    },
    /** Whether a change of this file changes the state. */
    isCovered: (/** @type {string} */ file) =>
      file.startsWith(`${library}${path.sep}`) || file.includes(`${path.sep}node_modules${path.sep}`),
  };

  /**
   * Makes a state's folder. Deletes those of the states that were used least recently, and a folder
   * that is full.
   *
   * @param {string} current
   */
  function makeRoom(current) {
    mkdirSync(current, { recursive: true });
    if (readdirSync(current).length > CELLS) rmSync(current, { recursive: true, force: true });
    mkdirSync(current, { recursive: true });
    const states = readdirSync(folder).map((name) => path.join(folder, name));
    const age = (/** @type {string} */ name) => statSync(name, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const outdated = states.filter((name) => name !== current).sort((a, b) => age(b) - age(a));
    for (const name of outdated.slice(STATES - 1)) rmSync(name, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
function writeOnce(file, text) {
  if (!statSync(file, { throwIfNoEntry: false })) writeWhole(file, text);
}

/**
 * The files in a folder and those below it; none if it does not exist.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? filesIn(file) : entry.isFile() ? [file] : [];
  });
}

/** A hash of the kernel's own code. */
const ownCode = () =>
  hash(
    readdirSync(__dirname).flatMap((name) =>
      name.endsWith('.cjs') ? [readFileSync(path.join(__dirname, name))] : [],
    ),
  );

module.exports = { createCellCache };
