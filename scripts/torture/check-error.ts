/**
 * Characters that must not be printed to a terminal: all control characters except a line break.
 */
// eslint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** The project's own errors: the library's, and those of the scripts. */
const OWN = ['ExpectationError', 'NotebookError', 'ScriptError'];

/**
 * Checks that the user can act on an error: it is one of the project's own, is safe to print, and
 * names what it is about.
 *
 * @param names the message has to contain one of these, such as the file's path; empty if there is
 *   nothing to name
 * @returns what is wrong with it, or undefined
 * @example
 * checkError(new TypeError('x is not iterable'), { names: [] }); // "ended in TypeError: x is not iterable"
 */
export function checkError(error: unknown, { names }: { names: readonly string[] }): string | undefined {
  if (!(error instanceof Error)) return `threw ${typeof error}, which is not an Error`;
  const { name, message } = error;
  if (!OWN.includes(name) || !message.startsWith('Expected '))
    return `ended in ${name}: ${JSON.stringify(message.slice(0, 200))}`;
  const control = CONTROL_CHARACTERS.exec(message);
  if (control)
    return `an error text with the raw character ${JSON.stringify(control[0])}: ${JSON.stringify(message.slice(0, 200))}`;
  if (/undefined|\[object Object\]/.test(message.split(' but found ')[0]))
    return `an error text with a hole: ${message.slice(0, 200)}`;
  if (names.length > 0 && !names.some((candidate) => message.includes(candidate)))
    return `an error that names neither file nor setting: ${message.slice(0, 200)}`;
  return undefined;
}
