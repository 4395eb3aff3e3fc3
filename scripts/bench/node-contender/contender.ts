// The project, or stock tfjs-node, as a contender of the benchmark: `contender.ts <auto | float32 | stock>`, JSON
// lines on stdin, answers on stdout on lines of JSON.
import { createInterface } from 'node:readline';
import * as memory from './memory';
import * as data from './data';
import * as networks from './networks';
import * as prediction from './prediction';
import * as training from './training';

type Task = (parameters: never) => unknown;

const TASKS: Record<string, Task> = { ...memory, ...data, ...networks, ...prediction, ...training };

networks.start(process.argv[2]);

async function answer(line: string): Promise<object> {
  const { task, ...parameters } = JSON.parse(line) as { task: string };
  try {
    return { result: await TASKS[task](parameters as never) };
  } catch (error) {
    return { error: (error as Error).stack };
  }
}

async function main(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
  }
}

void main();
