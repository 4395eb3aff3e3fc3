import path from 'node:path';
import { createRandom, deriveSeed } from '../../../src/lib/random';
import type { Attack, Campaign, Outcome } from '../attack';
import { checkEnd } from '../check-end';
import { keepIfFaulty } from '../keep-if-faulty';
import { leftovers } from '../leftovers';
import { start } from '../processes';
import { difference, reasonAgainst, tail, type Reference, type References } from '../references';
import { saltOf } from '../salt-of';
import type { Victim } from '../victim';
import { VICTIMS } from '../victims/index';
import { mountSmallDisk, reasonAgainstMounting, type SmallDisk } from './small-disk';

/**
 * Space that a program needs beyond its output: temporary files, and the old version beside the
 * new.
 */
const ROOM = 3;

/**
 * An attack for each program that writes: the disk becomes full while it runs. It must report that,
 * leave every file complete, and give the usual result when started again with more space.
 */
export function fullDisk({ seed, scratch, kept }: Campaign, references: References): Attack[] {
  return VICTIMS.filter(({ leastMinutes }) => leastMinutes === undefined).map((victim) => {
    const { name, share } = victim;
    const salt = saltOf(`full-disk:${name}`);
    return {
      ...{ name: `full-disk:${name}`, share: share / 2, batch: 1 },
      prepare: async () =>
        reasonAgainstMounting(path.join(scratch, 'full-disk')) ?? (await reasonAgainst(references, victim)),
      async run([number]) {
        const random = createRandom(deriveSeed(seed, salt, number));
        const reference = (await references(victim)) as Reference;
        const bytes = Math.ceil(random.next() * reference.bytes);
        const folder = path.join(scratch, 'full-disk', name, `case-${number}`);
        const disk = mountSmallDisk(folder, { bytes });
        try {
          const outcome = await runOn(disk, { victim, folder, bytes, reference });
          keepIfFaulty(outcome, { folder, kept, label: `full-disk-${name}-seed${seed}-case${number}` });
          return [outcome];
        } finally {
          disk.unmount();
        }
      },
    };
  });
}

async function runOn(
  disk: SmallDisk,
  {
    victim,
    folder,
    bytes,
    reference,
  }: { victim: Victim; folder: string; bytes: number; reference: Reference },
): Promise<Outcome> {
  const began = performance.now();
  const { inputs, result } = reference;
  const what = `${victim.name} on a disk of ${bytes} bytes, where it leaves ${reference.bytes}`;
  const outcome = (fault?: string): Outcome => ({ what, fault, milliseconds: performance.now() - began });
  try {
    const { fault } = await checkEnd(start(victim.command(folder, inputs), { mark: `${folder}/full` }));
    if (fault !== undefined) return outcome(fault);
    await victim.check(folder, inputs);
    disk.grow(ROOM * reference.bytes + 2 ** 24);
    const again = start(victim.command(folder, inputs), { mark: `${folder}/again` });
    const { succeeded } = await checkEnd(again);
    if (!succeeded) return outcome(`with room again: ${tail(again)}`);
    const temporary = leftovers(folder);
    if (temporary.length > 0) return outcome(`temporary files are left: ${temporary.join(', ')}`);
    return outcome(difference(await victim.result(folder, inputs), result));
  } catch (error) {
    return outcome(`what is on the disk: ${(error as Error).message}`);
  }
}
