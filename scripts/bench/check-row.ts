import type { Machine } from '../shared/machine';
import type { Sizes } from './compare-sizes';
import type { Measure, Pair } from './measure';
import { rowId } from './measures';
import { precisionOf } from './precision-of';
import { peersOf } from './run-measure';
import { spread, type Spread } from './spread';

/** The machine as far as a row needs it. */
export interface RowMachine extends Pick<Machine, 'bfloat16' | 'precision'>, Pick<Sizes, 'multiplyAdds'> {
  /** Billions of operations a second in a large matrix product. */
  peak: Record<'float32' | 'bfloat16', number>;
}

/** Two contenders compared. */
export interface Row extends Pick<Measure, 'title' | 'unit' | 'better'> {
  id: string;
  ours: number;
  peer: number;
  /** How many times as good ours is; of memory, how many times as much ours takes. */
  ratio: number;
  must: number | null;
  aim: number | null;
  /** Whether the ratio is what it must be; null where nothing is required. */
  holds: boolean | null;
  reachesAim: boolean | null;
  /** Of a peer with several ways, the best. */
  contenders: { ours: string; peer: string };
  /** Every way of a peer that has several: `pytorch:eager-float32`. */
  ways?: Record<string, number>;
  spread: Record<'ours' | 'peer', Omit<Spread, 'value'>> & { ratio: { low: number; high: number } };
  /** The share of the processor's peak; null where the work is not arithmetic. */
  shareOfPeak: Record<'ours' | 'peer', number | null>;
}

/**
 * The share of the processor's measured peak that a contender reaches, or null where the work is
 * not arithmetic.
 */
function shareOfPeak(
  { work, unit }: Measure,
  { value, contender, machine }: { value: number; contender: string; machine: RowMachine },
): number | null {
  const multiplyAdds = work && machine.multiplyAdds[work.architecture];
  if (!multiplyAdds) return null;
  const imagesPerSecond = unit === 'ms' ? 1000 / value : value;
  const speed = (imagesPerSecond * multiplyAdds * work.operations) / 1e9;
  return speed / machine.peak[precisionOf(contender, machine)];
}

/** The participant with the best of the numbers. */
function bestOf(
  participants: readonly string[],
  { summaries, better }: { summaries: Record<string, Spread> } & Pick<Measure, 'better'>,
): string {
  const sign = better === 'more' ? 1 : -1;
  const goodness = (name: string) => sign * summaries[name].value;
  return participants.reduce((best, name) => (goodness(name) > goodness(best) ? name : best));
}

/**
 * Compares two contenders, and checks what is required of their ratio. The ratio says how many
 * times as good ours is, and has to be `must` or more; but of memory it says how many times as much
 * ours takes, and has to be `must` or less. It is the ratio of the medians, or, where only
 * neighbouring rounds are comparable (`isPaired`), the median of the rounds' ratios. What is
 * required of `auto` is required on processors with bfloat16 instructions only. Of a peer with several
 * ways, the best one is compared.
 *
 * @param found.summaries of the participants by name
 * @param found.peerSummaries of the peers, where their samples are summed up in another way
 * @example checkRow(measure, { pair: measure.pairs[0], summaries, machine }).holds
 */
export function checkRow(
  measure: Measure,
  {
    pair,
    summaries,
    peerSummaries = summaries,
    machine,
  }: {
    pair: Pair;
    summaries: Record<string, Spread>;
    peerSummaries?: Record<string, Spread>;
    machine: RowMachine;
  },
): Row {
  const { better } = measure;
  const peers = peersOf(pair);
  const best = bestOf(peers, { summaries: peerSummaries, better });
  const [ours, peer] = [summaries[pair.ours], peerSummaries[best]];
  const divide = (a: number, b: number) => (better === 'less' ? b / a : a / b);
  const rounds = ours.rounds.map((value, round) => divide(value, peer.rounds[round]));
  const { value: median, low, high } = spread(rounds);
  const ratio = measure.isPaired ? median : divide(ours.value, peer.value);
  const isRequired = !pair.ours.startsWith('auto') || machine.bfloat16;
  const reaches = (limit: number | null) =>
    limit === null || !isRequired ? null : better === 'at most' ? ratio <= limit : ratio >= limit;
  const share = (contender: string, { value }: Spread) => shareOfPeak(measure, { value, contender, machine });
  const holds = reaches(pair.must);
  return {
    id: rowId(measure, pair),
    ours: ours.value,
    peer: peer.value,
    ratio,
    must: pair.must,
    aim: pair.aim,
    holds,
    reachesAim: reaches(pair.aim),
    title: measure.title,
    unit: measure.unit,
    better,
    contenders: { ours: pair.ours, peer: best },
    ...(peers.length > 1 && {
      ways: Object.fromEntries(peers.map((name) => [name, peerSummaries[name].value])),
    }),
    spread: {
      ours: { low: ours.low, high: ours.high, rounds: ours.rounds },
      peer: { low: peer.low, high: peer.high, rounds: peer.rounds },
      ratio: { low, high },
    },
    shareOfPeak: { ours: share(pair.ours, ours), peer: share(best, peer) },
  };
}
