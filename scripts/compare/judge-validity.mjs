import { PEERS } from './peers.mjs';
import { percent } from './table.mjs';

/**
 * Whether the peers come out as they are known to. Where one does not, its pixels or labels were got wrong, here or in a
 * new version, and no row of the comparison is to be trusted.
 *
 * @param {{ id: string, scores?: { all: { accuracy: number } } }[]} rows peers that are not among them, or not measured,
 *   are passed over
 * @param {typeof PEERS} [peers]
 * @returns {string[]} a sentence for each that is wrong
 * @example judgeValidity([{ id: 'fer', scores: { all: { accuracy: 0.65 } } }]).length // 1: it must be 65.5 ± 0.3
 */
export function judgeValidity(rows, peers = PEERS) {
  return rows.flatMap(({ id, scores }) => {
    const peer = peers[id];
    if (!peer || !scores) return [];
    const { accuracy } = scores.all;
    // As many decimals as there are images to tell apart; a sum of floats must not decide at the edge.
    const off = Math.abs(accuracy - peer.measured);
    if (off <= peer.tolerance + 1e-9) return [];
    return [
      `Expected ${peer.package} ${peer.version} to be right on ${(100 * peer.measured).toFixed(1)} ± ${(100 * peer.tolerance).toFixed(1)} % of all test images but found ${percent(accuracy)} %. ` +
        'So the comparison is wrong: look at how its pixels are prepared and its labels ordered.',
    ];
  });
}
