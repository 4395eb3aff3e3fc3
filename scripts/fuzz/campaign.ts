import { generatePlan } from './generate/index';
import type { Fault, Verdict } from './check-plan';
import type { Plan } from './plan';
import { shrink } from './shrink';

/** A network in which the engine and stock tfjs-node differ. */
export interface Finding {
  readonly number: number;
  readonly fault: Fault;
  /** The smallest plan with the fault. */
  readonly plan: Plan;
  /** The command that reproduces it. */
  readonly command: string;
}

/** The results of a campaign. */
export interface Tally {
  tried: number;
  same: number;
  /**
   * The tensors compared in those, and how many needed a tolerance above a thousandth.
   */
  tensors: number;
  loose: number;
  /** How many of those that agree ran as graphs. */
  graphs: number;
  impossible: Map<string, number>;
  findings: Finding[];
}

/** Options of {@link runCampaign}. */
export interface CampaignOptions {
  seed: number;
  /** The numbers of the networks. */
  numbers: Iterable<number>;
  check: (plan: Plan) => Promise<Verdict>;
  /** The time limit for shrinking one faulty network. */
  shrinkSeconds: number;
  onProgress?: (tally: Tally) => void;
  onFinding?: (finding: Finding) => void;
}

/**
 * Tries networks one after another.
 *
 * @example
 * const { findings } = await runCampaign({ seed: 1, numbers: [17], check, shrinkSeconds: 60 });
 */
export async function runCampaign({
  seed,
  numbers,
  check,
  shrinkSeconds,
  onProgress,
  onFinding,
}: CampaignOptions): Promise<Tally> {
  const tally: Tally = {
    tried: 0,
    same: 0,
    tensors: 0,
    loose: 0,
    graphs: 0,
    impossible: new Map(),
    findings: [],
  };
  for (const number of numbers) {
    const plan = generatePlan(seed, number);
    const verdict = await check(plan);
    tally.tried++;
    if (verdict.outcome === 'same') {
      tally.same++;
      tally.tensors += verdict.tensors;
      tally.loose += verdict.loose;
      if (verdict.graphRuns > 0) tally.graphs++;
    } else if (verdict.outcome === 'impossible') {
      const reason = verdict.error.split('\n')[0].replace(/\d+/g, 'n').slice(0, 90);
      tally.impossible.set(reason, (tally.impossible.get(reason) ?? 0) + 1);
    } else {
      const smallest =
        shrinkSeconds > 0
          ? await shrink(plan, { fault: verdict.fault, check, seconds: shrinkSeconds })
          : { plan, fault: verdict.fault };
      const finding = { number, ...smallest, command: `npm run fuzz -- --seed ${seed} --case ${number}` };
      tally.findings.push(finding);
      onFinding?.(finding);
    }
    onProgress?.(tally);
  }
  return tally;
}
