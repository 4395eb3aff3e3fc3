'use strict';
const { Readable } = require('node:stream');
const { setImmediate } = globalThis;

/** @typedef {import('./cell-queue.cjs').ExecuteRequest} ExecuteRequest */
/** @typedef {{ prompt: string, password: boolean }} Question */

/**
 * What `prompt` is to a cell, in TypeScript. A cell may declare the name anew.
 */
const DECLARATIONS = `/**
 * Asks the person at the notebook, and resolves to what they type.
 *
 * @example const name = await prompt('Your name: ');
 */
export declare function prompt(question?: string, options?: { password?: boolean }): Promise<string>;
`;

/**
 * Input from the person at the notebook: `prompt('…')`, and `process.stdin`, line by line, for
 * programs that read it. Each question becomes one of Jupyter's input requests, one at a time.
 *
 * @param {(request: ExecuteRequest, question: Question) => Promise<string>} ask sends a question to
 *   the client of a cell
 */
function createInput(ask) {
  /** @type {{ request: ExecuteRequest, stdin?: Readable, last: Promise<unknown> } | undefined} */
  let cell;

  /**
   * @param {string} [question]
   * @param {{ password?: boolean }} [options]
   * @returns {Promise<string>}
   * @throws {Error} if nobody can answer
   */
  function prompt(question = '', { password = false } = {}) {
    const asking = cell;
    if (!asking || asking.request.content.allow_stdin === false)
      return Promise.reject(
        new Error(
          `Expected somebody to answer ${question ? `"${question.trim()}"` : 'a question'} but found ${asking ? 'a client that takes no input, such as nbconvert' : 'no running cell'}. Write the answer into the cell instead.`,
        ),
      );
    const answer = asking.last.then(() => ask(asking.request, { prompt: String(question), password }));
    asking.last = answer.catch(() => {});
    return answer;
  }

  Object.defineProperty(process, 'stdin', {
    configurable: true,
    enumerable: true,
    get() {
      // One for each cell: a reader that an earlier cell has left behind must not take the answers.
      if (!cell) return createStdin(prompt);
      return (cell.stdin ??= createStdin(prompt));
    },
  });

  return {
    prompt,
    /** @param {ExecuteRequest} request */
    begin(request) {
      cell = { request, last: Promise.resolve() };
    },
    end() {
      cell = undefined;
    },
  };
}

/** @param {() => Promise<string>} ask */
function createStdin(ask) {
  let isWanted = false;
  const stdin = new Readable({
    read() {
      isWanted = true;
      setImmediate(next);
    },
  });
  // Asks no more than it must: who has read a line and stops has done so by now.
  function next() {
    // With a 'readable' listener, as in a for-await loop, a stream does not flow but is read.
    const isPaused = stdin.readableFlowing === false && stdin.listenerCount('readable') === 0;
    if (!isWanted || isPaused || stdin.destroyed) return;
    isWanted = false;
    ask().then(
      (line) => stdin.push(`${line}\n`),
      (error) => stdin.destroy(error),
    );
  }
  stdin.on('resume', () => setImmediate(next));
  return Object.assign(stdin, { fd: 0, isTTY: false });
}

module.exports = { createInput, DECLARATIONS };
