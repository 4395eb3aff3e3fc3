import { rowId } from './measures.mjs';
import { spread } from './statistics.mjs';

/** Which number format a contender computes in, and so which peak its share is of. */
function precisionOf(contender, machine) {
  if (contender === 'auto') return machine.precision;
  return contender === 'keras-bfloat16' ? 'bfloat16' : 'float32';
}

/** The part of the processor's measured peak that a contender reaches, or null where the work is no arithmetic. */
function shareOfPeak(measure, { value, contender, machine }) {
  const { multiplyAdds, peak } = machine;
  const { architecture, operations } = measure.work ?? {};
  if (!architecture || !peak || !multiplyAdds?.[architecture]) return null;
  const imagesPerSecond = measure.unit === 'ms' ? 1000 / value : value;
  const speed = (imagesPerSecond * multiplyAdds[architecture] * operations) / 1e9;
  return speed / peak[precisionOf(contender.split(':')[0], machine)];
}

/**
 * A row of the benchmark: two contenders compared. The ratio says how many times as good ours is, and must be `must` or
 * more; but of memory it says how many times as much ours takes, and must be `must` or less. It is that of the medians, or,
 * where rounds are too short to be compared with any but their neighbours (`isPaired`), the median of the rounds' ratios.
 *
 * @param measure one of `MEASURES`
 * @param {{ pair: object, summaries: Record<string, ReturnType<typeof spread>>, machine: object }} found `summaries` of
 *   the contenders by name
 * @returns {{ id: string, ours: number, peer: number, ratio: number, must: number | null, aim: number | null,
 *   holds: boolean | null }} and more; `holds` is null where nothing is demanded, or not of this processor: demands on
 *   `auto` are made of processors with bfloat16 instructions
 * @example judgeRow(measure, { pair: measure.pairs[0], summaries, machine }).holds
 */
export function judgeRow(measure, { pair, summaries, machine }) {
  const [ours, peer] = [summaries[pair.ours], summaries[pair.peer]];
  const moreIsOurs = measure.better !== 'less';
  const divide = (a, b) => (moreIsOurs ? a / b : b / a);
  const rounds = ours.rounds.map((value, round) => divide(value, peer.rounds[round]));
  const { value: median, low, high } = spread(rounds);
  const ratio = measure.isPaired ? median : divide(ours.value, peer.value);
  const demanded = pair.must !== null && (!pair.ours.startsWith('auto') || machine.bfloat16);
  const share = (contender, { value }) => shareOfPeak(measure, { value, contender, machine });
  return {
    id: rowId(measure, pair),
    ours: ours.value,
    peer: peer.value,
    ratio,
    must: pair.must,
    aim: pair.aim,
    holds: demanded ? reaches(ratio, { limit: pair.must, better: measure.better }) : null,
    reachesAim:
      demanded && pair.aim !== null ? reaches(ratio, { limit: pair.aim, better: measure.better }) : null,
    title: measure.title,
    unit: measure.unit,
    better: measure.better,
    contenders: { ours: pair.ours, peer: pair.peer },
    spread: {
      ours: { low: ours.low, high: ours.high, rounds: ours.rounds },
      peer: { low: peer.low, high: peer.high, rounds: peer.rounds },
      ratio: { low, high },
    },
    shareOfPeak: { ours: share(pair.ours, ours), peer: share(pair.peer, peer) },
  };
}

/** Whether a ratio is as good as the limit asks. */
function reaches(ratio, { limit, better }) {
  return better === 'at most' ? ratio <= limit : ratio >= limit;
}
