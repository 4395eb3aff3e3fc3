'use strict';
// Plain JavaScript: set-up and the git hook use it before anything is installed.

/**
 * Invisible characters that control a terminal or change the reading direction: the control
 * characters of ASCII and Latin-1, Unicode's directional marks and its line separators.
 */
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** @type {Record<string, string>} */
const NAMED = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Makes untrusted text, such as a file's name or a value in a file, safe to print: characters that
 * could control a terminal are escaped (`\u001b`), and a text that is too long is shortened in its
 * middle.
 *
 * @param {string} text
 * @param {{ longest?: number }} [options] longest: in UTF-16 code units
 * @returns {string}
 * @example printable('\u001b[2Jface.jpg') // '\\u001b[2Jface.jpg'
 */
function printable(text, { longest = Infinity } = {}) {
  const short =
    text.length > longest
      ? `${text.slice(0, Math.ceil(longest / 2))}…${text.slice(text.length - Math.floor(longest / 2))}`
      : text;
  return short.replace(
    INVISIBLE,
    (character) => NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

module.exports = { printable };
