/**
 * What must not be in a text that goes to a terminal; a line break is the one control character
 * that may.
 */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** The project's own kinds: the library's, and those of the scripts. */
const OWN = ['ExpectationError', 'NotebookError', 'ScriptError'];

/**
 * Whether an error is one that its reader can act on: the project's own kind, in its own words,
 * safe to print, and naming what it is about.
 *
 * @param names what the text has to name one of, such as the file's path; none where there is
 *   nothing to name
 * @returns what is wrong with it, or undefined
 * @example checkError(new TypeError('x is not iterable'), { names: [] }); // "ended in TypeError: x is not iterable"
 */
export function checkError(error: unknown, { names }: { names: readonly string[] }): string | undefined {
  if (!(error instanceof Error)) return `threw ${typeof error}, which is no error`;
  const { name, message } = error;
  if (!OWN.includes(name) || !message.startsWith('Expected '))
    return `ended in ${name}: ${JSON.stringify(message.slice(0, 200))}`;
  const unseen = UNSEEN.exec(message);
  if (unseen)
    return `an error text with the raw character ${JSON.stringify(unseen[0])}: ${JSON.stringify(message.slice(0, 200))}`;
  if (/undefined|\[object Object\]/.test(message.split(' but found ')[0]))
    return `an error text with a hole: ${message.slice(0, 200)}`;
  if (names.length > 0 && !names.some((candidate) => message.includes(candidate)))
    return `an error that names neither file nor setting: ${message.slice(0, 200)}`;
  return undefined;
}
