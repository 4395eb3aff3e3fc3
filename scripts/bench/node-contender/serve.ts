import { createInterface } from 'node:readline';
import { ExpectationError } from '../../../src/lib/index';

/** What a program can be asked to do: functions of a command's parameters, by the names of the tasks. */
export type Tasks = Record<string, (parameters: never) => unknown>;

/**
 * Makes this process answer commands, as `startContender` in contender.mjs asks them: JSON lines on stdin, answers on
 * stdout on lines of JSON.
 *
 * @example serve({ double: ({ n }: { n: number }) => 2 * n }); // {"task":"double","n":2} gives {"result":4}
 */
export async function serve(tasks: Tasks): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) write(await answer(tasks, line));
}

/** Tells the asker how far the task is, until it is answered. */
export function tellProgress(done: number, total: number): void {
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
    // What the user can mend says so itself; anything else is for who mends the program.
    const { message, stack } = error as Error;
    return { error: error instanceof ExpectationError ? message : stack };
  }
}
