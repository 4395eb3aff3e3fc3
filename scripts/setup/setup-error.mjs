/**
 * An error that ends set-up: a sentence for the user, and the output of the command that failed.
 */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';

  /**
   * @param {string} sentence what is wrong and what to do about it
   * @param {{ output?: string, cause?: unknown }} [details] output: of the command that failed
   */
  constructor(sentence, { output = '', cause } = {}) {
    super(sentence, { cause });
    this.output = output;
  }
}
