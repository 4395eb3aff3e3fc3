'use strict';

/** @typedef {typeof import('@tslab/typescript-for-tslab')} TypeScript */

/**
 * TypeScript's getPreEmitDiagnosticsOfFiles for a cell and the project files that it imports. tslab
 * creates a new program for each cell, and would check the whole library again each time. Here, a
 * state of the library that passed is not checked a second time, neither in this kernel nor in a
 * later one (`cache`, see build-cache.cjs). A message chain becomes one text, since tslab shows the
 * file name of its first message only.
 *
 * @param {TypeScript} ts
 * @param {import('./build-cache.cjs').BuildCache} cache
 * @returns {TypeScript['getPreEmitDiagnosticsOfFiles']}
 */
function createGetDiagnostics(ts, cache) {
  return (program, [cell, ...imports]) => {
    const state = imports.length > 0 ? cache.stateOf(imports) : undefined;
    const isKnown = state === undefined || cache.hasPassed(state);
    const diagnostics = ts
      .getPreEmitDiagnosticsOfFiles(program, isKnown ? [cell] : [cell, ...imports])
      .filter(({ file }) => file)
      .map((diagnostic) => ({
        ...diagnostic,
        messageText: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
      }));
    if (!isKnown && diagnostics.every(({ file }) => file === cell)) cache.pass(state);
    return diagnostics;
  };
}

module.exports = { createGetDiagnostics };
