/** What set-up ends with when it can't go on: a sentence for the reader, and the failed command's last words. */
export class SetupError extends Error {
  name = 'SetupError';

  /**
   * @param {string} sentence what is wrong and what to do about it
   * @param {{ output?: string, cause?: unknown }} [details] all that the failed command printed
   */
  constructor(sentence, { output = '', cause } = {}) {
    super(sentence, { cause });
    this.output = output;
  }
}
