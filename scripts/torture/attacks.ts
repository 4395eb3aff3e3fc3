import { expectation } from '../../src/lib/errors';
import type { Attack, Campaign } from './attack';
import { kills } from './kills/kills';
import { mutants } from './mutants/mutants';

/** Every attack there is. */
export function allAttacks(campaign: Campaign): Attack[] {
  return [...kills(campaign), ...mutants(campaign)];
}

/**
 * The attacks whose names begin with one of these; none asks for all.
 *
 * @throws ExpectationError naming the beginning that no attack has
 * @example chooseAttacks(allAttacks(campaign), ['mutants:csv']);
 */
export function chooseAttacks(attacks: readonly Attack[], only: readonly string[]): Attack[] {
  const fits = (name: string, start: string) => name === start || name.startsWith(`${start}:`);
  const unknown = only.find((start) => !attacks.some(({ name }) => fits(name, start)));
  if (unknown !== undefined)
    throw expectation('--only', {
      expectation: `some of ${attacks.map(({ name }) => name).join(', ')}`,
      found: unknown,
    });
  return attacks.filter(({ name }) => only.length === 0 || only.some((start) => fits(name, start)));
}
