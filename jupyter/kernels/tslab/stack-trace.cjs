'use strict';
const { SourceMap } = require('node:module');
const path = require('node:path');
const { inspect } = require('node:util');

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;
const KERNEL = __dirname;

/** @typedef {import('node:module').SourceMapPayload} SourceMapPayload */
/** @typedef {{ line: number, column: number }} Position */

/**
 * The source of emitted JavaScript: the name to show, the source maps, last step first, and how
 * many lines the kernel put before it.
 *
 * @typedef {{ name: string, maps?: SourceMap[], shift: number }} Source
 */

/**
 * By the file name of the emitted JavaScript.
 *
 * @type {Map<string | null | undefined, Source>}
 */
const sources = new Map();

/**
 * Splits JavaScript with an inline source map into the two.
 *
 * @param {string} code
 * @returns {{ code: string, map?: SourceMapPayload }}
 */
function splitSourceMap(code) {
  const found = INLINE_MAP.exec(code);
  if (!found) return { code };
  return {
    code: code.slice(0, found.index),
    map: JSON.parse(Buffer.from(found[1], 'base64').toString('utf8')),
  };
}

/**
 * Registers the source of a file, for stack traces: the name to show, the source maps from the
 * running JavaScript back to the TypeScript (last step first), and how many lines the kernel put
 * before it.
 *
 * @param {string} file
 * @param {{ name: string, maps?: SourceMapPayload[], shift?: number }} source
 */
function registerSource(file, { name, maps, shift = 0 }) {
  sources.set(file, { name, maps: maps?.map((payload) => new SourceMap(payload)), shift });
}

/**
 * The position in the TypeScript for one in the emitted JavaScript, both counted from 1; undefined
 * if there is none.
 *
 * @param {Source} source
 * @param {Position} emitted
 * @returns {Position | undefined}
 */
function originalPosition({ maps, shift }, { line, column }) {
  let position = { line: line - 1, column: column - 1 };
  for (const map of maps ?? []) {
    const entry = map.findEntry(position.line, position.column);
    if (!('originalLine' in entry) || entry.originalLine === undefined) return undefined;
    position = { line: entry.originalLine, column: entry.originalColumn };
  }
  return { line: position.line + 1 - shift, column: position.column + 1 };
}

/** @param {NodeJS.CallSite} site */
function formatCallSite(site) {
  const text = String(site);
  const file = site.getFileName();
  const source = sources.get(file);
  if (!source) return text;
  const [line, column] = [site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0];
  const position = originalPosition(source, { line, column });
  return text.replace(
    `${file}:${line}:${column}`,
    position ? `${source.name}:${position.line}:${position.column}` : source.name,
  );
}

/**
 * Makes every error's stack show lines of TypeScript files and cells, also when a cell prints it.
 */
function installStackTraces() {
  Error.prepareStackTrace = (error, sites) => {
    let title;
    try {
      title = Error.prototype.toString.call(error);
    } catch {
      title = 'Error'; // The error's name or message can't be read.
    }
    return [title, ...sites.map((site) => `    at ${formatCallSite(site)}`)].join('\n');
  };
}

/**
 * Jupyter's `ename`, `evalue` and `traceback` for anything that can be thrown.
 *
 * @param {unknown} error
 * @param {{ root: string }} options
 */
function describeError(error, { root }) {
  if (!(error instanceof Error)) {
    const evalue = typeof error === 'string' ? error : inspect(error);
    return { ename: 'Error', evalue, traceback: [`Error: ${evalue}`] };
  }
  const ename = error.name || error.constructor.name;
  const evalue = error.message;
  return { ename, evalue, traceback: tracebackOf(error, { root, seen: new Set() }) };
}

/**
 * @param {Error & { hideStack?: boolean }} error hideStack: the stack would only show the kernel
 * @param {{ root: string, seen: Set<Error> }} options seen: causes that are in the traceback
 *   already
 * @returns {string[]}
 */
function tracebackOf(error, { root, seen }) {
  if (seen.has(error)) return [];
  seen.add(error);
  const title = `${error.name || error.constructor.name}: ${error.message}`;
  const frames = (error.hideStack ? '' : String(error.stack))
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => line.replaceAll(`${root}${path.sep}`, ''))
    .filter(
      (line) =>
        !/node:internal|node:vm|node:events/.test(line) && !line.includes(path.relative(root, KERNEL)),
    );
  const causes = [error.cause, ...(error instanceof AggregateError ? error.errors : [])].filter(
    (cause) => cause instanceof Error,
  );
  const causedBy = causes.flatMap((cause) => {
    const [first, ...rest] = tracebackOf(cause, { root, seen });
    return first === undefined ? [] : [`Caused by ${first}`, ...rest];
  });
  return [...title.split('\n'), ...frames, ...causedBy];
}

module.exports = { describeError, installStackTraces, registerSource, splitSourceMap };
