import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, deriveSeed } from '../../../src/lib/random';
import type { Attack, Campaign, Outcome } from '../attack';
import { checkEnd } from '../check-end';
import { keepIfFaulty } from '../keep-if-faulty';
import { leftovers } from '../leftovers';
import { start, waitForAll } from '../processes';
import { difference, reasonAgainst, type Reference, type References } from '../references';
import { saltOf } from '../salt-of';
import type { Victim } from '../victim';
import { VICTIMS } from '../victims/index';

/**
 * An attack for each program that writes: it is started twice on one folder, the second time at
 * once or a little later. At least one must succeed, the other must succeed or explain why it
 * can't, and the result must be that of a single run.
 *
 * @example const attacks = together({ seed: 1, scratch, kept: 'out/torture' }, references);
 */
export function together({ seed, scratch, kept }: Campaign, references: References): Attack[] {
  return VICTIMS.map((victim) => {
    const { name, share, leastMinutes } = victim;
    const salt = saltOf(`together:${name}`);
    return {
      ...{ name: `together:${name}`, share: share / 2, batch: 1, most: victim.most, leastMinutes },
      prepare: () => reasonAgainst(references, victim),
      async run([number]) {
        const random = createRandom(deriveSeed(seed, salt, number));
        const reference = (await references(victim)) as Reference;
        // Often at the same moment, where races are most likely; otherwise while the first one is
        // running.
        const later = random.next() < 0.5 ? random.next() * 50 : random.next() * reference.milliseconds;
        const folder = path.join(scratch, 'together', name, `case-${number}`);
        const outcome = await runTwice(victim, { folder, later, reference });
        keepIfFaulty(outcome, { folder, kept, label: `together-${name}-seed${seed}-case${number}` });
        rmSync(folder, { recursive: true, force: true });
        return [outcome];
      },
    };
  });
}

async function runTwice(
  victim: Victim,
  { folder, later, reference }: { folder: string; later: number; reference: Reference },
): Promise<Outcome> {
  const began = performance.now();
  mkdirSync(folder, { recursive: true });
  const { inputs, result } = reference;
  const what = `${victim.name} twice, the second ${later.toFixed(0)} ms later`;
  const outcome = (fault?: string): Outcome => ({ what, fault, milliseconds: performance.now() - began });
  const first = start(victim.command(folder, inputs), { mark: `${folder}/1` });
  const second = sleep(later).then(() => start(victim.command(folder, inputs), { mark: `${folder}/2` }));
  const ends = [await checkEnd(first), await checkEnd(await second)];
  const fault = ends.find((end) => end.fault !== undefined)?.fault;
  if (fault !== undefined) return outcome(fault);
  if (!ends.some(({ succeeded }) => succeeded)) return outcome('neither of the two succeeded');
  const left = [...(await waitForAll(first, 30_000)), ...(await waitForAll(await second, 30_000))];
  if (left.length > 0) return outcome(`left running: ${left.join('; ')}`);
  const temporary = leftovers(folder);
  if (temporary.length > 0) return outcome(`temporary files are left: ${temporary.join(', ')}`);
  try {
    return outcome(difference(await victim.result(folder, inputs), result));
  } catch (error) {
    return outcome(`afterwards: ${(error as Error).message}`);
  }
}
