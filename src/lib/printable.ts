/**
 * Characters that steer a terminal or turn the reading direction instead of being seen: the control characters of ASCII
 * and Latin-1, Unicode's marks of direction and its line separators.
 */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text from outside, such as a file's name or a value in a file, as it may be shown on a terminal or a page: what could
 * steer a terminal is escaped (`\u001b`), a text over the longest length is cut in its middle.
 *
 * @param options.longest in UTF-16 code units
 * @example printable('\u001b[2Jface.jpg') // '\\u001b[2Jface.jpg'
 */
export function printable(text: string, { longest = Infinity }: { longest?: number } = {}): string {
  const short =
    text.length > longest
      ? `${text.slice(0, Math.ceil(longest / 2))}…${text.slice(text.length - Math.floor(longest / 2))}`
      : text;
  return short.replace(
    UNSEEN,
    (character) => NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
