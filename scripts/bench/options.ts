import { parseArgs } from 'node:util';

/** What `npm run bench --` takes. */
export const USAGE = `npm run bench -- [--quick] [--rows a,b] [--rounds N] [--same-allocator] [--write]

--quick           two minutes: the most telling rows (or those named), two rounds
--rows a,b        only these rows, by id or its beginning: train-classic,load-first; zoo for the kinds of models on
                  which the engine is compared with stock tfjs-node
--rounds N        this many rounds (5, or 2 when quick)
--same-allocator  gives Keras the allocator settings of the project's own programs
--write           writes the results into docs/; needs all rows of the zoo, or all others`;

/** What the command line asks for. */
export interface BenchOptions {
  quick: boolean;
  rows: string[];
  rounds: number;
  sameAllocator: boolean;
  write: boolean;
  help: boolean;
}

/**
 * Reads the command line.
 *
 * @param args without node and the script
 * @throws for an unknown option, or an invalid number of rounds
 * @example parseOptions(['--quick', '--rows', 'train-classic'])
 */
export function parseOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      rows: { type: 'string', default: '' },
      rounds: { type: 'string' },
      'same-allocator': { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`Expected --rounds to be a whole number above 0 but found ${values.rounds}.`);
  if (values.write && values.quick)
    throw new Error('Expected --write without --quick but found both: a quick look is no result.');
  return {
    quick: values.quick,
    rows: values.rows.split(',').filter(Boolean),
    rounds,
    sameAllocator: values['same-allocator'],
    write: values.write,
    help: values.help,
  };
}
