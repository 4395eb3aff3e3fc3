'use strict';
const { statSync } = require('node:fs');
const path = require('node:path');

/** @typedef {typeof import('@tslab/typescript-for-tslab')} TypeScript */
/** @typedef {import('@tslab/typescript-for-tslab').FileWatcherCallback} FileWatcherCallback */
/**
 * @typedef {import('@tslab/typescript-for-tslab').DirectoryWatcherCallback}
 *   DirectoryWatcherCallback
 */

/**
 * Replaces TypeScript's file watching, whose events arrive some time after a change, by a check of
 * the project's files right before each cell: `poll` reports what has changed, so that a cell never
 * runs with an outdated file. Packages are not checked: restart the kernel after an npm install.
 *
 * @param {TypeScript} ts
 * @param {string} root
 */
function createFileWatcher(ts, root) {
  /** @type {Map<string, { stamp: string, callbacks: Set<FileWatcherCallback> }>} */
  const files = new Map();
  /** @type {Map<string, Set<DirectoryWatcherCallback>>} */
  const folders = new Map();
  /**
   * Files that an import looked for and did not find.
   *
   * @type {Set<string>}
   */
  const missing = new Set();

  const isOurs = (/** @type {string} */ file) =>
    file.startsWith(`${root}/`) && !file.includes('/node_modules/');

  /**
   * @template T
   * @param {Set<T>} callbacks
   * @param {T} callback
   */
  const subscribe = (callbacks, callback) => {
    callbacks.add(callback);
    return { close: () => void callbacks.delete(callback) };
  };

  ts.sys.watchFile = (file, callback) => {
    if (!isOurs(file)) return { close() {} };
    const entry = files.get(file) ?? { stamp: stampOf(file), callbacks: new Set() };
    files.set(file, entry);
    return subscribe(entry.callbacks, callback);
  };
  ts.sys.watchDirectory = (folder, callback) => {
    const callbacks = folders.get(folder) ?? new Set();
    folders.set(folder, callbacks);
    return subscribe(callbacks, callback);
  };
  const fileExists = ts.sys.fileExists;
  ts.sys.fileExists = (file) => {
    const exists = fileExists(file);
    if (!exists && isOurs(file)) missing.add(file);
    return exists;
  };

  function poll() {
    const { Created, Changed, Deleted } = ts.FileWatcherEventKind;
    for (const [file, entry] of files) {
      const stamp = stampOf(file);
      if (stamp === entry.stamp) continue;
      const kind = entry.stamp === '' ? Created : stamp === '' ? Deleted : Changed;
      entry.stamp = stamp;
      for (const callback of [...entry.callbacks]) callback(file, kind);
    }
    for (const file of [...missing]) {
      if (!fileExists(file)) continue;
      missing.delete(file);
      for (const [folder, callbacks] of folders) {
        if (file.startsWith(`${folder}/`)) for (const callback of [...callbacks]) callback(file);
      }
    }
  }

  /**
   * tslab allows one timer at a time, the program's update. So failed lookups are invalidated at
   * once, without a timer.
   *
   * @param {Pick<import('@tslab/typescript-for-tslab').System, 'setTimeout'>} host
   */
  function attach(host) {
    const { setTimeout } = host;
    host.setTimeout = (callback, milliseconds, ...args) => {
      if (callback.name !== 'invalidateResolutionsOfFailedLookup')
        return setTimeout?.call(host, callback, milliseconds, ...args);
      callback();
      return undefined;
    };
  }

  return { poll, attach };
}

/** @param {string} file */
function stampOf(file) {
  const stat = statSync(path.normalize(file), { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.mtimeNs}:${stat.size}:${stat.ino}` : '';
}

module.exports = { createFileWatcher };
