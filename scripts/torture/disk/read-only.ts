import path from 'node:path';
import type { Attack, Campaign, Outcome } from '../attack';
import { checkEnd } from '../check-end';
import { keepIfFaulty } from '../keep-if-faulty';
import { start } from '../processes';
import { difference, reasonAgainst, tail, type Reference, type References } from '../references';
import type { Victim } from '../victim';
import { VICTIMS } from '../victims/index';
import { mountSmallDisk, reasonAgainstMounting, type SmallDisk } from './small-disk';

/** The state of the folder before it is made read-only: empty, or a finished run. */
const STATES = ['an empty', 'a finished'] as const;

/**
 * An attack for each program that writes: its folder is read-only. It must report that; a finished
 * run can still be opened, and does not change.
 */
export function readOnly({ seed, scratch, kept }: Campaign, references: References): Attack[] {
  return VICTIMS.filter(({ leastMinutes }) => leastMinutes === undefined).map((victim) => {
    const { name, share } = victim;
    return {
      ...{ name: `read-only:${name}`, share: share / 4, batch: 1, most: STATES.length },
      prepare: async () =>
        reasonAgainstMounting(path.join(scratch, 'read-only')) ?? (await reasonAgainst(references, victim)),
      async run([number]) {
        const reference = (await references(victim)) as Reference;
        const folder = path.join(scratch, 'read-only', name, `case-${number}`);
        const disk = mountSmallDisk(folder, { bytes: 4 * reference.bytes + 2 ** 24 });
        try {
          const outcome = await runOn(disk, { victim, folder, state: STATES[number % 2], reference });
          keepIfFaulty(outcome, { folder, kept, label: `read-only-${name}-seed${seed}-case${number}` });
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
    state,
    reference,
  }: { victim: Victim; folder: string; state: (typeof STATES)[number]; reference: Reference },
): Promise<Outcome> {
  const began = performance.now();
  const { inputs, result } = reference;
  const what = `${victim.name} in ${state} folder that is read-only`;
  const outcome = (fault?: string): Outcome => ({ what, fault, milliseconds: performance.now() - began });
  const command = victim.command(folder, inputs);
  const isFinished = state === 'a finished';
  if (isFinished) {
    const first = start(command, { mark: `${folder}/first` });
    const { succeeded } = await checkEnd(first);
    if (!succeeded) return outcome(`before it was closed: ${tail(first)}`);
  }
  disk.setReadOnly(true);
  const started = start(command, { mark: `${folder}/closed` });
  const { succeeded, fault } = await checkEnd(started);
  if (fault !== undefined) return outcome(fault);
  if (!isFinished) return outcome();
  if (victim.opensReadOnly && !succeeded)
    return outcome(`the finished run can't be opened: ${tail(started)}`);
  return outcome(difference(await victim.result(folder, inputs), result));
}
