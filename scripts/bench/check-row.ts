import type { Machine } from '../shared/machine';
import type { Sizes } from './compare-sizes';
import type { Measure, Pair } from './measure';
import { rowId } from './measures';
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
  contenders: { ours: string; peer: string };
  spread: Record<'ours' | 'peer', Omit<Spread, 'value'>> & { ratio: { low: number; high: number } };
  /** The share of the processor's peak; null where the work is not arithmetic. */
  shareOfPeak: Record<'ours' | 'peer', number | null>;
}

/** Which number format a contender computes in, and so which peak its share is of. */
function precisionOf(contender: string, machine: RowMachine): 'float32' | 'bfloat16' {
  if (contender === 'auto') return machine.precision;
  return contender === 'keras-bfloat16' ? 'bfloat16' : 'float32';
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
  return speed / machine.peak[precisionOf(contender.split(':')[0], machine)];
}

/**
 * Compares two contenders, and checks what is required of their ratio. The ratio says how many
 * times as good ours is, and has to be `must` or more; but of memory it says how many times as much
 * ours takes, and has to be `must` or less. It is the ratio of the medians, or, where only
 * neighbouring rounds are comparable (`isPaired`), the median of the rounds' ratios. What is
 * required of `auto` is required on processors with bfloat16 instructions only.
 *
 * @param found.summaries of the contenders by name
 * @example checkRow(measure, { pair: measure.pairs[0], summaries, machine }).holds
 */
export function checkRow(
  measure: Measure,
  { pair, summaries, machine }: { pair: Pair; summaries: Record<string, Spread>; machine: RowMachine },
): Row {
  const [ours, peer] = [summaries[pair.ours], summaries[pair.peer]];
  const { better } = measure;
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
    reachesAim: holds === null ? null : reaches(pair.aim),
    title: measure.title,
    unit: measure.unit,
    better,
    contenders: { ours: pair.ours, peer: pair.peer },
    spread: {
      ours: { low: ours.low, high: ours.high, rounds: ours.rounds },
      peer: { low: peer.low, high: peer.high, rounds: peer.rounds },
      ratio: { low, high },
    },
    shareOfPeak: { ours: share(pair.ours, ours), peer: share(pair.peer, peer) },
  };
}
