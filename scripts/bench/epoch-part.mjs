/**
 * The steps of an epoch that a round does: the rounds together do each step once.
 *
 * @param {{ steps: number, round: number, rounds: number }} epoch rounds count from 0
 * @returns {{ begin: number, end: number }} `end` is not done any more
 * @example epochPart({ steps: 449, round: 0, rounds: 5 }) // { begin: 0, end: 89 }
 */
export function epochPart({ steps, round, rounds }) {
  const place = (part) => Math.floor((steps * part) / rounds);
  return { begin: place(round), end: place(round + 1) };
}
