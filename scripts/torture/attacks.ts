import path from 'node:path';
import { expectation } from '../../src/lib/errors';
import type { Attack, Campaign } from './attack';
import { fullDisk } from './disk/full-disk';
import { readOnly } from './disk/read-only';
import { kills } from './kills/kills';
import { leaks } from './leaks/leaks';
import { mutants } from './mutants/mutants';
import { poison } from './poison/poison';
import { createReferences } from './references';
import { together } from './together/together';

/** All attacks. */
export function allAttacks(campaign: Campaign): Attack[] {
  const references = createReferences(path.join(campaign.scratch, 'references'));
  return [
    ...mutants(campaign),
    ...[kills, together, fullDisk, readOnly].flatMap((attack) => attack(campaign, references)),
    poison(campaign),
    leaks(campaign),
  ];
}

/**
 * The attacks whose names start with one of these; if there are none, all attacks that the time
 * allows.
 *
 * @throws ExpectationError naming a prefix that matches no attack
 * @example chooseAttacks(allAttacks(campaign), { only: ['mutants:csv'], minutes: 30 });
 */
export function chooseAttacks(
  attacks: readonly Attack[],
  { only, minutes }: { only: readonly string[]; minutes: number },
): Attack[] {
  const fits = (name: string, start: string) => name === start || name.startsWith(`${start}:`);
  const unknown = only.find((start) => !attacks.some(({ name }) => fits(name, start)));
  if (unknown !== undefined)
    throw expectation('--only', {
      expectation: `some of ${attacks.map(({ name }) => name).join(', ')}`,
      found: unknown,
    });
  return attacks.filter(
    ({ name, leastMinutes = 0 }) =>
      only.includes(name) ||
      (minutes >= leastMinutes && (only.length === 0 || only.some((start) => fits(name, start)))),
  );
}
