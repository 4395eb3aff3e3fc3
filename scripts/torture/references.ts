import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { start, waitForEnd, type Started } from './processes';
import type { Victim } from './victim';

/** What a run comes to that nobody disturbs. */
export interface Reference {
  /** What {@link Victim.command} works on. */
  inputs: string;
  result: string;
  /** From its line "ready" to its end. */
  milliseconds: number;
  /** Of the files that it leaves. */
  bytes: number;
}

/**
 * The undisturbed run of each program: made when it is first asked for, or the reason why it can't
 * be.
 */
export type References = (victim: Victim) => Promise<Reference | { reason: string }>;

/**
 * Runs each program once undisturbed.
 *
 * @param scratch a folder for what they work on and write
 * @example const { result } = await references(victim);
 */
export function createReferences(scratch: string): References {
  const known = new Map<string, ReturnType<References>>();
  return (victim) => {
    const found = known.get(victim.name) ?? make(victim, path.join(scratch, victim.name));
    known.set(victim.name, found);
    return found;
  };
}

/** Why a program can't be attacked here; undefined where it has run undisturbed. */
export async function reasonAgainst(references: References, victim: Victim): Promise<string | undefined> {
  const found = await references(victim);
  return 'reason' in found ? found.reason : undefined;
}

async function make(victim: Victim, root: string): ReturnType<References> {
  const [inputs, folder] = [path.join(root, 'inputs'), path.join(root, 'reference')];
  for (const each of [inputs, folder]) mkdirSync(each, { recursive: true });
  const reason = await victim.prepare?.(inputs);
  if (reason !== undefined) return { reason };
  let ready = performance.now();
  const started = start(victim.command(folder, inputs), {
    mark: folder,
    onLine: (line) => isReady(victim, line) && (ready = performance.now()),
  });
  const end = await waitForEnd(started);
  const milliseconds = performance.now() - ready;
  if (end !== 0)
    throw new Error(`${victim.name} ends with ${end} although nobody disturbs it:\n${tail(started)}`);
  return { inputs, milliseconds, result: await victim.result(folder, inputs), bytes: bytesIn(folder) };
}

/** Whether a program says that its own work begins. */
export function isReady({ ready = /^ready$/ }: Victim, line: string): boolean {
  return ready.test(line);
}

/**
 * What a program printed at last: the line that names an error, where there is one, and the end.
 */
export function tail(started: Started): string {
  const lines = started.output().trim().split('\n');
  const end = lines.slice(-4);
  const error = lines
    .slice(0, -4)
    .reverse()
    .find((line) => /Error\b|^Expected /.test(line));
  return [...(error === undefined ? [] : [error]), ...end].join('\n');
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(path.join(folder, name)).size)
    .reduce((sum, size) => sum + size, 0);
}

/** Where two results part, as the sentence of a fault; undefined where they are the same. */
export function difference(found: string, expected: string): string | undefined {
  if (found === expected) return undefined;
  const [a, b] = [found.split('\n'), expected.split('\n')];
  const line = Math.max(
    0,
    a.findIndex((text, i) => text !== b[i]),
  );
  const [one, other] = [a[line] ?? 'nothing more', b[line] ?? 'nothing'];
  // From a little before the first character that differs.
  let from = 0;
  while (from < one.length && one[from] === other[from]) from++;
  const part = (text: string) => text.slice(Math.max(0, from - 40), from + 110);
  return `another result than undisturbed: ${one.slice(0, 40)} … ${part(one)} instead of ${part(other)}`;
}
