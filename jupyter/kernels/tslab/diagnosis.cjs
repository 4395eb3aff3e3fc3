'use strict';

/**
 * TypeScript's getPreEmitDiagnosticsOfFiles for a cell and the project files it imports. tslab makes a new program for
 * each cell, and with it would check the whole library again: files that passed are not checked a second time until
 * one of them changes. A message with its reasons becomes one text (tslab loses the file name of all but the first).
 */
function createDiagnosis(ts) {
  const passed = new Set(); // source files, which stay the same objects while their text does
  return (program, [cell, ...imports]) => {
    const isKnown = imports.every((file) => passed.has(file));
    const diagnostics = ts
      .getPreEmitDiagnosticsOfFiles(program, isKnown ? [cell] : [cell, ...imports])
      .map((diagnostic) => ({
        ...diagnostic,
        messageText: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
      }));
    if (!isKnown) {
      // A file that passed with the old version of another one has not passed with the new one.
      passed.clear();
      if (diagnostics.every(({ file }) => file === cell)) for (const file of imports) passed.add(file);
    }
    return diagnostics;
  };
}

module.exports = { createDiagnosis };
