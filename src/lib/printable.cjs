'use strict';
// Plain JavaScript: scripts that run before anything is compiled show texts from outside, too.

/**
 * Characters that steer a terminal or turn the reading direction instead of being seen: the control characters of ASCII
 * and Latin-1, Unicode's marks of direction and its line separators.
 */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const NAMED = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text from outside as it may be shown: see printable.d.cts. */
function printable(text, { longest = Infinity } = {}) {
  const short =
    text.length > longest
      ? `${text.slice(0, Math.ceil(longest / 2))}…${text.slice(text.length - Math.floor(longest / 2))}`
      : text;
  return short.replace(
    UNSEEN,
    (character) => NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

module.exports = { printable };
