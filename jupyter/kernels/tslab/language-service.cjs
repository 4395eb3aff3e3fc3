'use strict';

// Jupyter counts a cursor's position in code points, JavaScript in UTF-16 code units.
const toUnits = (/** @type {string} */ code, /** @type {number | undefined} */ points) =>
  points === undefined ? code.length : [...code].slice(0, points).join('').length;
const toPoints = (/** @type {string} */ code, /** @type {number} */ units) =>
  [...code.slice(0, units)].length;

/** @typedef {ReturnType<typeof createLanguageService>} LanguageService */
/** @typedef {{ code: string, cursor_pos?: number }} CodeAndCursor */

/**
 * The kernel's replies about the language and about code that does not run: kernel_info, complete,
 * inspect, is_complete.
 *
 * @param {import('./threaded-compiler.cjs').ThreadedCompiler} compiler
 */
function createLanguageService(compiler) {
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
    /** @param {CodeAndCursor} request */
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
    /** @param {CodeAndCursor} request */
    inspect({ code, cursor_pos: cursor }) {
      const text = compiler.inspect(code, toUnits(code, cursor));
      return {
        status: 'ok',
        found: text !== undefined,
        data: text === undefined ? {} : { 'text/plain': text },
        metadata: {},
      };
    },
    /** @param {{ code: string }} request */
    isComplete({ code }) {
      const { completed, indent } = compiler.isComplete(code);
      return completed ? { status: 'complete' } : { status: 'incomplete', indent: indent ?? '' };
    },
  };
}

module.exports = { createLanguageService };
