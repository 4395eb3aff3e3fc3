/**
 * The steps of an epoch that a round does: the rounds together do each step once.
 *
 * @param epoch.round from 0
 * @returns the first step and the one behind the last
 * @example epochPart({ steps: 449, round: 0, rounds: 5 }) // { begin: 0, end: 89 }
 */
export function epochPart({ steps, round, rounds }: Record<'steps' | 'round' | 'rounds', number>): {
  begin: number;
  end: number;
} {
  const boundary = (part: number) => Math.floor((steps * part) / rounds);
  return { begin: boundary(round), end: boundary(round + 1) };
}
