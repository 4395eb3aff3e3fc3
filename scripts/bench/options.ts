import { parseArguments } from '../shared/read-options.mjs';
import { OPTIONAL_NAMES } from './optional-contenders';

/** What the command line asks for. */
export interface BenchOptions {
  quick: boolean;
  rows: string[];
  /** Contenders that are left out. */
  without: string[];
  rounds: number;
  sameAllocator: boolean;
  write: boolean;
  profile: boolean;
}

/**
 * Reads the command line.
 *
 * @param args without node and the script
 * @throws for an unknown option or contender, or an invalid number of rounds
 * @example parseOptions(['--quick', '--rows', 'train-classic'])
 */
export function parseOptions(args: string[]): BenchOptions {
  const options = {
    quick: { type: 'boolean', default: false },
    rows: { type: 'string', default: '' },
    without: { type: 'string', default: '' },
    rounds: { type: 'string' },
    'same-allocator': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArguments({ args, options }, 'npm run bench');
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`Expected --rounds to be a whole number above 0 but found ${values.rounds}.`);
  if (values.write && values.quick)
    throw new Error('Expected --write without --quick but found both: a quick look is no result.');
  const without = values.without.split(',').filter(Boolean);
  const unknown = without.find((name) => !OPTIONAL_NAMES.some((known) => known === name));
  if (unknown !== undefined)
    throw new Error(`Expected --without to name some of ${OPTIONAL_NAMES.join(', ')} but found ${unknown}.`);
  if (values.profile && values.rows)
    throw new Error('Expected --profile without --rows but found both: it has steps of its own.');
  return {
    quick: values.quick,
    rows: values.rows.split(',').filter(Boolean),
    without,
    rounds,
    sameAllocator: values['same-allocator'],
    write: values.write,
    profile: values.profile,
  };
}
