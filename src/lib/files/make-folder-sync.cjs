'use strict';
// Plain JavaScript: set-up needs it before anything is installed.
const { existsSync, mkdirSync } = require('node:fs');
const path = require('node:path');

/** See make-folder-sync.d.cts. */
function makeFolderSync(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    // Node says so of a disk that can only be read; a call for the first folder alone says what is the matter.
    let first = path.resolve(folder);
    while (!existsSync(path.dirname(first))) first = path.dirname(first);
    mkdirSync(first);
    mkdirSync(folder, { recursive: true });
  }
}

module.exports = { makeFolderSync };
