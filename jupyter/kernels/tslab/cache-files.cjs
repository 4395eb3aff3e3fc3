'use strict';
// What the kernel's caches share: where they are, how they recognize what they depend on, and how
// they write.
const { createHash } = require('node:crypto');
const { renameSync, statSync, writeFileSync } = require('node:fs');
const path = require('node:path');

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
 * What changes with the installed packages; empty if npm has not installed any.
 *
 * @param {string} root
 */
function packagesStamp(root) {
  const stat = statSync(path.join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : '';
}

/** @param {readonly (string | Uint8Array)[]} texts */
function hash(texts) {
  const sum = createHash('sha1');
  for (const text of texts) sum.update(text).update('\0');
  return sum.digest('hex');
}

/**
 * Writes a file whole or not at all.
 *
 * @param {string} file
 * @param {string} text
 */
function writeWhole(file, text) {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

module.exports = { cacheFolder, hash, packagesStamp, writeWhole };
