'use strict';

/**
 * TypeScript's getPreEmitDiagnosticsOfFiles for a cell and the project files it imports. tslab makes a new program for
 * each cell, and with it would check the whole library again: what passed in its present state is not checked a
 * second time, neither in this kernel nor in a later one (`cache`, see build-cache.cjs). A message with its reasons
 * becomes one text, since tslab loses the file name of all but the first.
 */
function createDiagnosis(ts, cache) {
  return (program, [cell, ...imports]) => {
    const state = imports.length > 0 && cache.stateOf(imports);
    const isKnown = !state || cache.hasPassed(state);
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

module.exports = { createDiagnosis };
