'use strict';
// Plain JavaScript: set-up needs it before anything is installed.
const { existsSync, mkdirSync } = require('node:fs');
const path = require('node:path');

/** @type {import('./make-folder-sync.cjs').makeFolderSync} */
function makeFolderSync(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
    // Node also reports ENOENT for a read-only disk. Making the first folder alone gives the real reason.
    let first = path.resolve(folder);
    while (!existsSync(path.dirname(first))) first = path.dirname(first);
    mkdirSync(first);
    mkdirSync(folder, { recursive: true });
  }
}

module.exports = { makeFolderSync };
