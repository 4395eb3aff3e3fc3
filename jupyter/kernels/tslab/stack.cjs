'use strict';
const { SourceMap } = require('node:module');
const path = require('node:path');
const { inspect } = require('node:util');

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;
const KERNEL = __dirname;
const places = new Map(); // file name of emitted JavaScript -> { name, maps, shift }

/** Splits JavaScript with an inline source map into the two. */
function takeMap(code) {
  const found = INLINE_MAP.exec(code);
  if (!found) return { code };
  return {
    code: code.slice(0, found.index),
    map: JSON.parse(Buffer.from(found[1], 'base64').toString('utf8')),
  };
}

/**
 * Tells the stack traces what `file` is: the name to show, the source maps from the running JavaScript back to the
 * TypeScript (last step first), and how many lines tslab put in front of it.
 */
function register(file, { name, maps, shift = 0 }) {
  places.set(file, { name, maps: maps?.map((payload) => new SourceMap(payload)), shift });
}

/** The TypeScript line and column (from 1) of a place in emitted JavaScript, or undefined where there is none. */
function locate({ maps, shift }, { line, column }) {
  let place = { line: line - 1, column: column - 1 };
  for (const map of maps ?? []) {
    const { originalLine, originalColumn } = map.findEntry(place.line, place.column);
    if (originalLine === undefined) return undefined;
    place = { line: originalLine, column: originalColumn };
  }
  return { line: place.line + 1 - shift, column: place.column + 1 };
}

function showSite(site) {
  const text = String(site);
  const file = site.getFileName();
  const known = places.get(file);
  if (!known) return text;
  const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
  const place = locate(known, { line, column });
  return text.replace(
    `${file}:${line}:${column}`,
    place ? `${known.name}:${place.line}:${place.column}` : known.name,
  );
}

/** From now on every error's stack names the lines of the TypeScript files and cells, also when a cell prints it. */
function installStackTraces() {
  Error.prepareStackTrace = (error, sites) => {
    let title;
    try {
      title = Error.prototype.toString.call(error);
    } catch {
      title = 'Error'; // an error whose own name or message cannot be read
    }
    return [title, ...sites.map((site) => `    at ${showSite(site)}`)].join('\n');
  };
}

/** Jupyter's `ename`, `evalue` and `traceback` for anything that can be thrown. */
function describeError(error, { root }) {
  if (!(error instanceof Error)) {
    const evalue = typeof error === 'string' ? error : inspect(error);
    return { ename: 'Error', evalue, traceback: [`Error: ${evalue}`] };
  }
  const ename = error.name || error.constructor.name;
  const evalue = error.message;
  return { ename, evalue, traceback: linesOf(error, { root, seen: new Set() }) };
}

function linesOf(error, { root, seen }) {
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
  const parts = [error.cause, ...(error instanceof AggregateError ? error.errors : [])].filter(
    (part) => part instanceof Error,
  );
  const because = parts.flatMap((part) => {
    const [first, ...rest] = linesOf(part, { root, seen });
    return first === undefined ? [] : [`Caused by ${first}`, ...rest];
  });
  return [...title.split('\n'), ...frames, ...because];
}

module.exports = { takeMap, register, installStackTraces, describeError };
