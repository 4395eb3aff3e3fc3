import { parseArgs } from 'node:util';

/** What `npm run bench --` takes. */
export const USAGE = `npm run bench -- [--quick] [--rows a,b] [--rounds N] [--same-allocator] [--write]

--quick           a look of two minutes: the rows that tell most (or those named), two rounds
--rows a,b        only these rows, by their ids or the beginnings of them: train-classic,load-first; zoo for the kinds of
                  models that the engine is compared with stock tfjs-node on
--rounds N        this many rounds (5; two when quick)
--same-allocator  gives Keras the allocator settings that the project's own programs run with
--write           puts what the zoo's rows found into docs/zoo.md`;

/**
 * Reads the command line.
 *
 * @param {string[]} args without node and the script
 * @throws for what it does not know, and a number of rounds that is none
 * @returns {{ quick: boolean, rows: string[], rounds: number, sameAllocator: boolean, write: boolean, help: boolean }}
 * @example parseOptions(['--quick', '--rows', 'train-classic'])
 */
export function parseOptions(args) {
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
