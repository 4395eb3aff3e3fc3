import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { start, waitForEnd, type Started } from './processes';
import type { Victim } from './victim';

/** The result of an undisturbed run. */
export interface Reference {
  /** The inputs of {@link Victim.command}. */
  inputs: string;
  result: string;
  /** The time from its line "ready" to its end. */
  milliseconds: number;
  /** The size of the files that it writes. */
  bytes: number;
}

/**
 * Returns a program's undisturbed run, which the first call makes, or the reason why it can't run
 * here.
 */
export type References = (victim: Victim) => Promise<Reference | { reason: string }>;

/**
 * Runs each program once undisturbed.
 *
 * @param scratch a folder for their inputs and outputs
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

/** Why a program can't be attacked here; undefined if it has run undisturbed. */
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
    throw new Error(`${victim.name} ends with ${end} although it is not disturbed:\n${tail(started)}`);
  return { inputs, milliseconds, result: await victim.result(folder, inputs), bytes: bytesIn(folder) };
}

/** Whether a line says that the program's work begins. */
export function isReady({ ready = /^ready$/ }: Victim, line: string): boolean {
  return ready.test(line);
}

/**
 * The end of a program's output, with the last line before it that names an error.
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

/** Describes the first difference between two results; undefined if they are the same. */
export function difference(found: string, expected: string): string | undefined {
  if (found === expected) return undefined;
  const [a, b] = [found.split('\n'), expected.split('\n')];
  const line = Math.max(
    0,
    a.findIndex((text, i) => text !== b[i]),
  );
  const [one, other] = [a[line] ?? 'nothing more', b[line] ?? 'nothing'];
  // Shown from a little before the first different character.
  let from = 0;
  while (from < one.length && one[from] === other[from]) from++;
  const part = (text: string) => text.slice(Math.max(0, from - 40), from + 110);
  return `differs from the undisturbed result: ${one.slice(0, 40)} … ${part(one)} instead of ${part(other)}`;
}
