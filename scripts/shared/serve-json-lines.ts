import { createInterface } from 'node:readline';
import { ExpectationError } from '../../src/lib/index';

/**
 * What a program can be asked to do: functions of a command's parameters, by the names of the
 * tasks.
 */
export type Tasks = Record<string, (parameters: never) => unknown>;

/**
 * Makes this process answer the commands of `startContender` in json-lines-process.ts: JSON lines
 * on stdin, answers as JSON lines on stdout.
 *
 * @example serve({ double: ({ n }: { n: number }) => 2 * n }); // {"task":"double","n":2} gives {"result":4}
 */
export async function serve(tasks: Tasks): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) write(await answer(tasks, line));
}

/** Reports how far the task is, until it is answered. */
export function reportProgress(done: number, total: number): void {
  write({ progress: [done, total] });
}

function write(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function answer(tasks: Tasks, line: string): Promise<object> {
  const { task, ...parameters } = JSON.parse(line) as { task: string };
  try {
    return { result: await tasks[task](parameters as never) };
  } catch (error) {
    // An error that the user can fix explains itself; any other needs its stack.
    const { message, stack } = error as Error;
    return { error: error instanceof ExpectationError ? message : stack };
  }
}
