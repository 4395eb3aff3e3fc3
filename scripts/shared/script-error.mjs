/** What a script ends with when its user can do something about it: a sentence that says what. */
export class ScriptError extends Error {
  name = 'ScriptError';
}
