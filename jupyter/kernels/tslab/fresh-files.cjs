'use strict';
const { statSync } = require('node:fs');
const path = require('node:path');

const CREATED = 0;
const CHANGED = 1;
const DELETED = 2; // ts.FileWatcherEventKind

/**
 * Replaces TypeScript's file watching, whose events arrive some time after a change, by a look at the project's files
 * right before each cell: `refresh` reports what changed since, so that a cell never runs on what a file was.
 * Packages are not looked at: restart the kernel after an npm install.
 */
function freshFiles(ts, root) {
  const watched = new Map(); // file -> { stamp, callbacks }
  const folders = new Map(); // folder -> callbacks
  const missing = new Set(); // files an import asked for that were not there

  const isOurs = (file) => file.startsWith(`${root}/`) && !file.includes('/node_modules/');
  const subscribe = (callbacks, callback) => {
    callbacks.add(callback);
    return { close: () => callbacks.delete(callback) };
  };

  ts.sys.watchFile = (file, callback) => {
    if (!isOurs(file)) return { close() {} };
    if (!watched.has(file)) watched.set(file, { stamp: stampOf(file), callbacks: new Set() });
    return subscribe(watched.get(file).callbacks, callback);
  };
  ts.sys.watchDirectory = (folder, callback) => {
    if (!folders.has(folder)) folders.set(folder, new Set());
    return subscribe(folders.get(folder), callback);
  };
  const fileExists = ts.sys.fileExists;
  ts.sys.fileExists = (file) => {
    const exists = fileExists(file);
    if (!exists && isOurs(file)) missing.add(file);
    return exists;
  };

  function refresh() {
    for (const [file, entry] of watched) {
      const stamp = stampOf(file);
      if (stamp === entry.stamp) continue;
      const kind = entry.stamp === '' ? CREATED : stamp === '' ? DELETED : CHANGED;
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

  /** tslab allows one timer at a time, the program's update: a failed lookup is taken back at once instead. */
  function attach(host) {
    const setTimeout = host.setTimeout;
    host.setTimeout = (callback, ...rest) => {
      if (callback.name !== 'invalidateResolutionsOfFailedLookup') return setTimeout(callback, ...rest);
      callback();
      return undefined;
    };
  }

  return { refresh, attach };
}

function stampOf(file) {
  const stat = statSync(path.normalize(file), { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.mtimeNs}:${stat.size}:${stat.ino}` : '';
}

module.exports = { freshFiles };
