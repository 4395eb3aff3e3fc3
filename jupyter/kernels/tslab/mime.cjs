'use strict';
const { inspect } = require('node:util');

// How a value shows itself, first found first used: each is a method that returns (or resolves to) a MIME bundle,
// `{ 'text/html': '…', 'image/png': bytes, … }`. The second is Deno's name for the same thing.
const METHODS = [Symbol.for('jupyter.mimebundle'), Symbol.for('Jupyter.display'), 'toMimeBundle'];

// What a library set to show values of others that have no such method: a function that returns (or resolves to) a MIME
// bundle, or undefined for a value that it does not know.
const FORMATTER = Symbol.for('jupyter.formatter');

/**
 * A cell's last value as an execute_result's `data`: always with text/plain, and richer types where the value offers
 * them. Bytes become base64, as Jupyter wants them.
 */
async function toMimeBundle(value) {
  const method = METHODS.find((name) => typeof value?.[name] === 'function');
  const bundle = (await (method === undefined ? globalThis[FORMATTER]?.(value) : value[method]())) ?? {};
  const data = { 'text/plain': bundle['text/plain'] ?? toText(value) };
  for (const [type, content] of Object.entries(bundle)) {
    if (content !== undefined) data[type] = ArrayBuffer.isView(content) ? toBase64(content) : content;
  }
  return data;
}

const toBase64 = ({ buffer, byteOffset, byteLength }) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** As `util.inspect` shows it; a library's object that has its own toString (a tensor, a data frame) by that. */
function toText(value) {
  const own =
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Error) &&
    !ArrayBuffer.isView(value) &&
    typeof value[inspect.custom] !== 'function' &&
    typeof value.toString === 'function' &&
    !Function.prototype.toString.call(value.toString).includes('[native code]');
  return own ? String(value) : inspect(value);
}

module.exports = { toMimeBundle };
