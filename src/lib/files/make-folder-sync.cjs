'use strict';
// Plain JavaScript: set-up needs it before anything is installed.
const { existsSync, mkdirSync } = require('node:fs');
const path = require('node:path');

/**
 * Makes a folder and its parents. An existing folder is fine.
 *
 * @param {string} folder
 * @throws what the file system throws: `EROFS` also where Node's own `mkdirSync` reports `ENOENT`
 * @example makeFolderSync('models/runs/mine');
 */
function makeFolderSync(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    // Node also reports ENOENT for a read-only disk. Making the first folder alone gives the real
    // reason.
    let first = path.resolve(folder);
    while (!existsSync(path.dirname(first))) first = path.dirname(first);
    mkdirSync(first);
    mkdirSync(folder, { recursive: true });
  }
}

module.exports = { makeFolderSync };
