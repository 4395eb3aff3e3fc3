import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a failed contender printed last, as many lines. */
const LAST_WORDS = 20;

/**
 * Starts a program that answers commands, a line of JSON each, until it is stopped. Between commands it waits and costs
 * no time. Lines that are no answer, such as a library's greeting, are passed over.
 *
 * @param {{ name: string, command: string, args: string[], environment: NodeJS.ProcessEnv, folder: string }} program
 * @returns {{ name: string, ask: (command: object, options?: { onProgress?: (done: number, total: number) => void })
 *   => Promise<any>, stop: () => Promise<void> }} `ask` gives the answer's result, and rejects with the program's error or
 *   last words; until then it tells how far the program says that it is, on lines such as `{"progress":[64,7178]}`
 * @example const { precision } = await startContender(program).ask({ task: 'hello' });
 */
export function startContender({ name, command, args, environment, folder }) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...environment, STARTED_BY: String(process.pid) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  let asked;
  const settle = (method, value) => {
    const { [method]: end } = asked ?? {};
    asked = undefined;
    end?.(value);
  };
  const fail = (reason) => settle('reject', new Error(`Expected ${name} to answer but found ${reason}`));
  const failAtEnd = (reason) =>
    fail(`${reason}.\n${errors.trimEnd().split('\n').slice(-LAST_WORDS).join('\n')}`);
  child.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(-20_000)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = parseAnswer(line);
    if (answer?.progress) asked?.onProgress?.(...answer.progress);
    else if (answer?.error !== undefined) fail(`an error: ${answer.error}`);
    else if (answer) settle('resolve', answer.result);
  });
  child.stdin.on('error', () => {}); // The end that follows says more.
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(`its end (${signal ?? `exit code ${code}`})`));
  });
  let end;
  ended.then((reason) => failAtEnd((end = reason)));

  return {
    name,
    ask: (task, { onProgress } = {}) =>
      new Promise((resolve, reject) => {
        asked = { resolve, reject, onProgress };
        if (end) return failAtEnd(end);
        child.stdin.write(`${JSON.stringify(task)}\n`);
      }),
    async stop() {
      child.stdin.end();
      child.kill();
      await ended;
    },
  };
}

/** The answer, or news of it, on a line of a contender's stdout, or undefined for a line that is none. */
export function parseAnswer(line) {
  try {
    const answer = JSON.parse(line);
    return ['result', 'error', 'progress'].some((key) => Object.hasOwn(answer ?? {}, key))
      ? answer
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
