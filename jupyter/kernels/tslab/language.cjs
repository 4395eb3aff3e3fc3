'use strict';
const { isCompleteCode } = require('tslab/dist/converter');
const { printQuickInfo } = require('tslab/dist/inspect');

// Jupyter counts a cursor's position in code points, JavaScript in UTF-16 units.
const toUnits = (code, points) =>
  points === undefined ? code.length : [...code].slice(0, points).join('').length;
const toPoints = (code, units) => [...code.slice(0, units)].length;

/** What the kernel says about the language and about code that does not run: completion, inspection, completeness. */
function createLanguage(compiler) {
  return {
    kernelInfo: () => ({
      status: 'ok',
      protocol_version: '5.3',
      implementation: 'tslab',
      implementation_version: require('tslab/package.json').version,
      banner: `TypeScript ${compiler.version} on Node ${process.version}`,
      language_info: {
        name: 'typescript',
        version: compiler.version,
        mimetype: 'text/typescript',
        file_extension: '.ts',
        pygments_lexer: 'typescript',
        codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
      },
      help_links: [{ text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' }],
    }),
    complete({ code, cursor_pos: cursor }) {
      const { start, end, candidates } = compiler.complete(code, toUnits(code, cursor));
      return {
        status: 'ok',
        matches: candidates,
        cursor_start: toPoints(code, start),
        cursor_end: toPoints(code, end),
        metadata: {},
      };
    },
    inspect({ code, cursor_pos: cursor }) {
      const info = compiler.inspect(code, toUnits(code, cursor));
      const data = info ? { 'text/plain': printQuickInfo(info) } : {};
      return { status: 'ok', found: Boolean(info), data, metadata: {} };
    },
    isComplete({ code }) {
      const { completed, indent } = isCompleteCode(code);
      return completed ? { status: 'complete' } : { status: 'incomplete', indent: indent ?? '' };
    },
  };
}

module.exports = { createLanguage };
