/** An error that the user of a script can do something about. The message says what. */
export class ScriptError extends Error {
  /** @override */
  name = 'ScriptError';
}
