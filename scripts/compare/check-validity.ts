import { percent } from '../shared/percent';
import { PEERS, type Peer } from './peers';

/** A row as far as its validity is checked. */
interface ScoredRow {
  id: string;
  scores?: { all: { accuracy: number } };
}

/**
 * Checks whether the peers reach their known accuracy. Where one does not, its pixels or labels
 * were handled wrongly, here or in a new version, and no row of the comparison can be trusted.
 *
 * @param rows peers that are not among them, or were not measured, are skipped
 * @returns a sentence for each that is wrong
 * @example checkValidity([{ id: 'fer', scores: { all: { accuracy: 0.65 } } }]).length // 1: it must be 65.5 ± 0.3
 */
export function checkValidity(
  rows: readonly ScoredRow[],
  peers: Readonly<Record<string, Peer>> = PEERS,
): string[] {
  return rows.flatMap(({ id, scores }) => {
    if (!Object.hasOwn(peers, id) || !scores) return [];
    const peer = peers[id];
    const { accuracy } = scores.all;
    // As many decimals as there are images to tell apart; a sum of floats must not decide at the
    // edge.
    const off = Math.abs(accuracy - peer.measured);
    if (off <= peer.tolerance + 1e-9) return [];
    return [
      `Expected ${peer.package} ${peer.version} to be right on ${(100 * peer.measured).toFixed(1)} ± ${(100 * peer.tolerance).toFixed(1)} % of all test images but found ${percent(accuracy)} %. ` +
        'So the comparison is wrong: look at how its pixels are prepared and its labels ordered.',
    ];
  });
}
