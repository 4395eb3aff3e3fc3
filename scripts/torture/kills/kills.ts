import { cpSync, mkdirSync, rmSync, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, deriveSeed, type Random } from '../../../src/lib/random';
import { sha256 } from '../../../src/lib/sha256';
import type { Attack, Campaign, Outcome } from '../attack';
import { leftovers } from './leftovers';
import { kill, start, waitForAll, type Started } from './processes';
import type { Victim } from './victim';
import { VICTIMS } from './victims/index';

/** What a program may take to end after a signal that asks it to: a batch, its last write. */
const ENDING_MILLISECONDS = 60_000;

/** What a whole run takes at most, on a machine with much else to do. */
const LONGEST_MILLISECONDS = 20 * 60_000;

/** A run that nobody killed. */
interface Reference {
  result: string;
  /** From its line "ready" to its end. */
  milliseconds: number;
}

/** When and how one kill comes. */
interface Plan {
  aim: 'time' | 'write';
  /** Of the reference's time, or which temporary file. */
  moment: number;
  signal: NodeJS.Signals;
  /** Whether children get the signal, too, as from the keyboard. */
  toAll: boolean;
}

function plan(random: Random, { hasChildren = false }: Victim): Plan {
  const drawn = random.next();
  const signal = drawn < 0.6 ? 'SIGKILL' : drawn < 0.8 ? 'SIGTERM' : 'SIGINT';
  const aim = random.next() < 0.5 ? 'time' : 'write';
  return {
    ...{ aim, signal },
    moment: aim === 'time' ? random.next() : 1 + random.integer(6),
    toAll: hasChildren && random.next() < 0.4,
  };
}

/**
 * An attack for each program that writes: it is killed at a random moment, or just when a file is being written; all on
 * the disk must then be whole or absent, and the program started again must end as if nobody had killed it.
 *
 * @example const attacks = kills({ seed: 1, scratch, kept: 'out/torture' });
 */
export function kills({ seed, scratch, kept }: Campaign): Attack[] {
  return VICTIMS.map((victim) => {
    const { name, share, most } = victim;
    const root = path.join(scratch, 'kills', name);
    const inputs = path.join(root, 'inputs');
    const salt = parseInt(sha256(`kills:${name}`).slice(0, 8), 16) >>> 1;
    let reference: Reference;
    return {
      ...{ name: `kills:${name}`, share, batch: 1, most },
      async prepare() {
        mkdirSync(inputs, { recursive: true });
        const reason = await victim.prepare?.(inputs);
        if (reason === undefined)
          reference = await runUndisturbed(victim, path.join(root, 'reference'), inputs);
        return reason;
      },
      async run([number]) {
        const random = createRandom(deriveSeed(seed, salt, number));
        const folder = path.join(root, `case-${number}`);
        const outcome = await killOnce(victim, { folder, inputs, plan: plan(random, victim), reference });
        if (outcome.fault !== undefined)
          cpSync(folder, path.join(kept, `kills-${name}-seed${seed}-case${number}`), { recursive: true });
        rmSync(folder, { recursive: true, force: true });
        return [outcome];
      },
    };
  });
}

async function runUndisturbed(victim: Victim, folder: string, inputs: string): Promise<Reference> {
  mkdirSync(folder, { recursive: true });
  let ready = performance.now();
  const started = start(victim.command(folder, inputs), {
    mark: folder,
    onLine: (line) => line === 'ready' && (ready = performance.now()),
  });
  const end = await withDeadline(started);
  const milliseconds = performance.now() - ready;
  if (end !== 0)
    throw new Error(`${victim.name} ends with ${end} although nobody killed it:\n${tail(started)}`);
  return { result: await victim.result(folder, inputs), milliseconds };
}

interface Circumstances {
  folder: string;
  inputs: string;
  plan: Plan;
  reference: Reference;
}

async function killOnce(
  victim: Victim,
  { folder, inputs, plan, reference }: Circumstances,
): Promise<Outcome> {
  const began = performance.now();
  mkdirSync(folder, { recursive: true });
  const { aim, moment, signal, toAll } = plan;
  const when = aim === 'time' ? `${(100 * moment).toFixed(0)} % of its time` : `temporary file ${moment}`;
  const what = `${victim.name}: ${signal}${toAll ? ' to it and its children' : ''} at ${when}`;
  const outcome = (fault?: string): Outcome => ({ what, fault, milliseconds: performance.now() - began });

  const started = start(victim.command(folder, inputs), { mark: `${folder}/killed` });
  const strike = () => {
    for (const pid of toAll ? started.pids() : [started.child.pid!]) kill(pid, signal);
  };
  await moments(started, { folder, plan, reference, strike });
  const left = await waitForAll(started, ENDING_MILLISECONDS);
  if (left.length > 0)
    return outcome(`left running after ${ENDING_MILLISECONDS / 1000} s: ${left.join('; ')}`);
  if (/^\s+at .+:\d+:\d+\)?$/m.test(started.output())) return outcome(`a stack trace:\n${tail(started)}`);
  try {
    await victim.check(folder, inputs);
  } catch (error) {
    return outcome(`after the kill: ${(error as Error).message}`);
  }

  const again = start(victim.command(folder, inputs), { mark: `${folder}/again` });
  const end = await withDeadline(again);
  if (end !== 0) return outcome(`started again it ends with ${end}: ${tail(again)}`);
  const still = await waitForAll(again, ENDING_MILLISECONDS);
  if (still.length > 0) return outcome(`left running after its end: ${still.join('; ')}`);
  const temporary = leftovers(folder);
  if (temporary.length > 0) return outcome(`temporary files are left: ${temporary.join(', ')}`);
  try {
    const result = await victim.result(folder, inputs);
    return outcome(result === reference.result ? undefined : difference(result, reference.result));
  } catch (error) {
    return outcome(`after the second run: ${(error as Error).message}`);
  }
}

/** Waits for the moment and strikes; a program that is faster ends by itself. */
async function moments(
  started: Started,
  {
    folder,
    plan,
    reference,
    strike,
  }: Pick<Circumstances, 'folder' | 'plan' | 'reference'> & { strike: () => void },
): Promise<void> {
  const stop = new AbortController();
  const waits: Promise<unknown>[] = [started.end];
  if (plan.aim === 'write') {
    const seen = new Set<string>();
    const watcher = watch(folder, { recursive: true, signal: stop.signal }, (_event, file) => {
      if (file?.includes('.tmp')) seen.add(file);
      if (seen.size >= plan.moment) strike();
    });
    watcher.on('error', () => {});
  } else {
    const ready = async () => {
      while (!started.lines.includes('ready') && !stop.signal.aborted) await sleep(5);
      await sleep(plan.moment * reference.milliseconds);
      if (!stop.signal.aborted) strike();
    };
    waits.push(ready());
  }
  await Promise.race([
    Promise.all(waits),
    started.end,
    sleep(LONGEST_MILLISECONDS, undefined, { signal: stop.signal }),
  ]);
  stop.abort();
}

async function withDeadline(started: Started): Promise<number | string> {
  const stop = new AbortController();
  const late = sleep(LONGEST_MILLISECONDS, undefined, { signal: stop.signal }).then(
    () => `nothing after ${LONGEST_MILLISECONDS / 60_000} minutes`,
    () => 0,
  );
  const end = await Promise.race([started.end, late]);
  stop.abort();
  return end;
}

const tail = (started: Started) => started.output().trim().split('\n').slice(-6).join('\n');

/** Where two results part. */
function difference(found: string, expected: string): string {
  const [a, b] = [found.split('\n'), expected.split('\n')];
  const line = a.findIndex((text, i) => text !== b[i]);
  return `another result than without the kill: ${(a[line] ?? 'nothing more').slice(0, 150)} instead of ${(b[line < 0 ? a.length : line] ?? 'nothing').slice(0, 150)}`;
}
