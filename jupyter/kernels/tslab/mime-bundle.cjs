'use strict';
const { inspect } = require('node:util');

/**
 * @typedef {Record<string, unknown>} MimeBundle as in `{ 'text/html': '…', 'image/png': bytes }`
 */

// How a value displays itself, the first found is used: each is a method that returns (or resolves
// to) a MIME bundle. The second is Deno's name for the same thing.
const METHODS = [Symbol.for('jupyter.mimebundle'), Symbol.for('Jupyter.display'), 'toMimeBundle'];

// A library may set this to display other libraries' values, which have no such method: a function
// that returns (or resolves to) a MIME bundle, or undefined for a value that it does not know.
const FORMATTER = Symbol.for('jupyter.formatter');

/**
 * A cell's last value as an execute_result's `data`: always with text/plain, and with richer types
 * if the value offers them. Bytes become base64, as Jupyter requires.
 *
 * @param {any} value
 * @returns {Promise<MimeBundle>}
 */
async function toMimeBundle(value) {
  const method = METHODS.find((name) => typeof value?.[name] === 'function');
  /** @type {((value: unknown) => Promise<MimeBundle | undefined>) | undefined} */
  const format = Reflect.get(globalThis, FORMATTER);
  /** @type {MimeBundle} */
  const bundle = (await (method === undefined ? format?.(value) : value[method]())) ?? {};
  /** @type {MimeBundle} */
  const data = { 'text/plain': bundle['text/plain'] ?? toText(value) };
  for (const [type, content] of Object.entries(bundle)) {
    if (content !== undefined) data[type] = ArrayBuffer.isView(content) ? toBase64(content) : content;
  }
  return data;
}

const toBase64 = (/** @type {ArrayBufferView} */ { buffer, byteOffset, byteLength }) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/**
 * As `util.inspect` shows it. A library's object with its own toString (a tensor, a data frame) is
 * shown by that.
 *
 * @param {unknown} value
 */
function toText(value) {
  const hasToString =
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Error) &&
    !ArrayBuffer.isView(value) &&
    !(inspect.custom in value && typeof value[inspect.custom] === 'function') &&
    typeof value.toString === 'function' &&
    !Function.prototype.toString.call(value.toString).includes('[native code]');
  return hasToString ? String(value) : inspect(value);
}

module.exports = { toMimeBundle };
