import { mkdirSync, rmSync, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, deriveSeed, type Random } from '../../../src/lib/random';
import type { Attack, Campaign, Outcome } from '../attack';
import { keepIfFaulty } from '../keep-if-faulty';
import { leftovers } from '../leftovers';
import { kill, LONGEST_MILLISECONDS, start, waitForAll, waitForEnd, type Started } from '../processes';
import { difference, isReady, reasonAgainst, tail, type Reference, type References } from '../references';
import { saltOf } from '../salt-of';
import type { Victim } from '../victim';
import { VICTIMS } from '../victims/index';

/** The time a program has to end after a signal: enough for a batch and its last write. */
const ENDING_MILLISECONDS = 60_000;

/** The moment and signal of a kill. */
interface Plan {
  aim: 'time' | 'write';
  /** The share of the reference's time, or the index of the temporary file. */
  moment: number;
  signal: NodeJS.Signals;
  /** Whether child processes get the signal too, as from the keyboard. */
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
 * An attack for each program that writes: it is killed at a random moment, or just while a file is
 * being written. Afterwards every file must be complete or absent, and the program, started again,
 * must give the same result as if it had not been killed.
 *
 * @example const attacks = kills({ seed: 1, scratch, kept: 'out/torture' }, references);
 */
export function kills({ seed, scratch, kept }: Campaign, references: References): Attack[] {
  return VICTIMS.map((victim) => {
    const { name, share, most, leastMinutes } = victim;
    const salt = saltOf(`kills:${name}`);
    return {
      ...{ name: `kills:${name}`, share: 2 * share, batch: 1, most, leastMinutes },
      prepare: () => reasonAgainst(references, victim),
      async run([number]) {
        const reference = (await references(victim)) as Reference;
        const random = createRandom(deriveSeed(seed, salt, number));
        const folder = path.join(scratch, 'kills', name, `case-${number}`);
        const outcome = await killOnce(victim, { folder, plan: plan(random, victim), reference });
        keepIfFaulty(outcome, { folder, kept, label: `kills-${name}-seed${seed}-case${number}` });
        rmSync(folder, { recursive: true, force: true });
        return [outcome];
      },
    };
  });
}

interface Circumstances {
  folder: string;
  plan: Plan;
  reference: Reference;
}

async function killOnce(victim: Victim, { folder, plan, reference }: Circumstances): Promise<Outcome> {
  const { inputs } = reference;
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
  await moments(started, { victim, folder, plan, reference, strike });
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
  const end = await waitForEnd(again);
  if (end !== 0) return outcome(`started again it ends with ${end}: ${tail(again)}`);
  const still = await waitForAll(again, ENDING_MILLISECONDS);
  if (still.length > 0) return outcome(`left running after its end: ${still.join('; ')}`);
  const temporary = leftovers(folder);
  if (temporary.length > 0) return outcome(`temporary files are left: ${temporary.join(', ')}`);
  try {
    return outcome(difference(await victim.result(folder, inputs), reference.result));
  } catch (error) {
    return outcome(`after the second run: ${(error as Error).message}`);
  }
}

/** Waits for the moment and sends the signal, unless the program has ended before. */
async function moments(
  started: Started,
  { victim, folder, plan, reference, strike }: Circumstances & { victim: Victim; strike: () => void },
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
      while (!started.lines.some((line) => isReady(victim, line)) && !stop.signal.aborted) await sleep(5);
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
