import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { checkJson, type Schema } from '../../src/lib/json/index';

/** How many of its last lines a failed contender is quoted with. */
const LAST_LINES = 20;

/** A program that answers commands, a line of JSON each: {@link startContender} starts it. */
export interface ContenderProgram {
  /** What errors call it. */
  name: string;
  command: string;
  args: readonly string[];
  environment: NodeJS.ProcessEnv;
  /** Its working directory. */
  folder: string;
}

/** What a contender is asked to do: a task and its parameters. */
export interface Task {
  task: string;
}

/** Is told how far a contender is with its task. */
export type OnProgress = (done: number, total: number) => void;

/** A running program that answers commands. */
export interface Contender {
  readonly name: string;
  /**
   * Sends a command and waits for its result.
   *
   * @param answer what the result has to be
   * @throws with the program's error or its last lines, or for a result that does not fit `answer`
   */
  ask<Result, Command extends Task>(
    command: Command,
    answer: Schema<Result>,
    options?: { onProgress?: OnProgress },
  ): Promise<Result>;
  /** Ends the program. */
  stop(): Promise<void>;
}

/** The command that is waiting for its answer. */
interface Question {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  onProgress?: OnProgress;
}

/**
 * Starts a program that answers commands until it is stopped. Between commands it waits and costs
 * no time. Lines that are not an answer, such as a library's greeting, are skipped. While it works,
 * the program may report its progress on lines such as `{"progress":[64,7178]}`.
 *
 * @example const { precision } = await startContender(program).ask({ task: 'hello' }, HELLO);
 */
export function startContender({ name, command, args, environment, folder }: ContenderProgram): Contender {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...environment, STARTED_BY: String(process.pid) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  let asked: Question | undefined;
  const take = () => {
    const question = asked;
    asked = undefined;
    return question;
  };
  const fail = (reason: string) =>
    take()?.reject(new Error(`Expected ${name} to answer but found ${reason}`));
  const failAtEnd = (reason: string) =>
    fail(`${reason}.\n${errors.trimEnd().split('\n').slice(-LAST_LINES).join('\n')}`);
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-20_000)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = parseAnswer(line);
    if (answer === undefined) return;
    if ('progress' in answer) asked?.onProgress?.(...answer.progress);
    else if ('error' in answer) fail(`an error: ${answer.error}`);
    else take()?.resolve(answer.result);
  });
  child.stdin.on('error', () => {}); // The end that follows says more.
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(`its end (${signal ?? `exit code ${code}`})`));
  });
  let end: string | undefined;
  void ended.then((reason) => failAtEnd((end = reason)));

  return {
    name,
    async ask(task, answer, { onProgress } = {}) {
      const result = await new Promise<unknown>((resolve, reject) => {
        asked = { resolve, reject, onProgress };
        if (end !== undefined) failAtEnd(end);
        else child.stdin.write(`${JSON.stringify(task)}\n`);
      });
      return checkJson(result, answer, { file: `the answer of ${name} to ${task.task}`, what: 'a result' });
    },
    async stop() {
      child.stdin.end();
      child.kill();
      await ended;
    },
  };
}

type Answer = { result: unknown } | { error: string } | { progress: [number, number] };

/** A line of a contender's stdout, or undefined for one that is not an answer. */
function parseAnswer(line: string): Answer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if ('progress' in value && Array.isArray(value.progress)) {
    const [done, total] = value.progress.map(Number);
    return { progress: [done, total] };
  }
  if ('error' in value) return { error: String(value.error) };
  return 'result' in value ? { result: value.result } : undefined;
}
