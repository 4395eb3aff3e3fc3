import type { Attack, Outcome } from './attack';

/** A fault, and the command that reproduces it. */
export interface Fault {
  what: string;
  fault: string;
  command: string;
}

/** The results of one attack. */
export interface Tally {
  name: string;
  tried: number;
  survived: number;
  faults: Fault[];
  slowestMilliseconds: number;
  peakBytes?: number;
  /** Why it could not run here. */
  skipped?: string;
}

/** Options of {@link runCampaign}. */
export interface CampaignOptions {
  seed: number;
  minutes: number;
  /** The number of cases of each attack, instead of a time limit. */
  cases?: number;
  /** A single case to run. */
  single?: number;
  onProgress?: (tallies: readonly Tally[]) => void;
  onFault?: (fault: Fault) => void;
}

interface Running {
  attack: Attack;
  tally: Tally;
  spent: number;
  next: number;
  isOver: boolean;
}

/**
 * Runs attacks until the time is up, or each attack has run its cases. The next one is always that
 * which has used the least of its share, so that all attacks progress evenly.
 *
 * @returns a tally for each attack, in their order
 * @example const tallies = await runCampaign(attacks, { seed: 1, minutes: 30 });
 */
export async function runCampaign(
  attacks: readonly Attack[],
  { seed, minutes, cases, single, onProgress, onFault }: CampaignOptions,
): Promise<Tally[]> {
  const deadline = performance.now() + minutes * 60_000;
  const isTimed = cases === undefined && single === undefined;
  const running = attacks.map((attack): Running => {
    const tally = { name: attack.name, tried: 0, survived: 0, faults: [], slowestMilliseconds: 0 };
    return { attack, tally, spent: -1, next: single ?? 0, isOver: false };
  });
  const tallies = running.map(({ tally }) => tally);
  const most = single !== undefined ? single + 1 : (cases ?? Infinity);
  try {
    for (;;) {
      if (isTimed && performance.now() >= deadline) break;
      const turn = leastServed(running);
      if (!turn) break;
      const { attack, tally } = turn;
      const began = performance.now();
      const command = (number: number) =>
        `npm run torture -- --only ${attack.name} --seed ${seed} --case ${number}`;
      try {
        await takeTurn(turn, {
          end: single === undefined ? Math.min(most, attack.most ?? Infinity) : most,
          onOutcome(outcome, number) {
            const fault = count(tally, outcome, command(number));
            if (fault) onFault?.(fault);
          },
        });
      } catch (error) {
        // The other attacks continue, perhaps for hours. What stopped this one is reported as a
        // fault.
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const fault = { what: 'the attack itself', fault: text, command: command(turn.next) };
        tally.faults.push(fault);
        onFault?.(fault);
        turn.isOver = true;
      }
      turn.spent = Math.max(0, turn.spent) + (performance.now() - began) / attack.share;
      onProgress?.(tallies);
    }
  } finally {
    for (const { attack } of running) await attack.close?.();
  }
  return tallies;
}

/** Runs the next cases of an attack, and prepares it first if they are its first. */
async function takeTurn(
  turn: Running,
  { end, onOutcome }: { end: number; onOutcome: (outcome: Outcome, number: number) => void },
): Promise<void> {
  const { attack, tally, next } = turn;
  if (turn.spent < 0) tally.skipped = await attack.prepare?.();
  const n = Math.max(0, Math.min(attack.batch, end - next));
  turn.isOver = tally.skipped !== undefined || n === 0;
  if (turn.isOver) return;
  const numbers = Array.from({ length: n }, (_, i) => next + i);
  const outcomes = await attack.run(numbers);
  outcomes.forEach((outcome, i) => onOutcome(outcome, numbers[i]));
  turn.next += n;
}

function leastServed(running: readonly Running[]): Running | undefined {
  const left = running.filter(({ isOver }) => !isOver);
  return left.length ? left.reduce((a, b) => (b.spent < a.spent ? b : a)) : undefined;
}

function count(tally: Tally, outcome: Outcome, command: string): Fault | undefined {
  const { what, fault, milliseconds, peakBytes } = outcome;
  tally.tried++;
  tally.slowestMilliseconds = Math.max(tally.slowestMilliseconds, milliseconds);
  if (peakBytes !== undefined) tally.peakBytes = Math.max(tally.peakBytes ?? 0, peakBytes);
  if (fault === undefined) {
    tally.survived++;
    return undefined;
  }
  const found = { what, fault, command };
  tally.faults.push(found);
  return found;
}
