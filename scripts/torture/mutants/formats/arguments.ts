import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Random } from '../../../../src/lib/index';
import { parseOptions as parseTrainOptions } from '../../../train/options';
import { findNotFinite } from '../../find-not-finite';
import { parseOptions as parseTortureOptions } from '../../options';
import { digestOf } from '../folders';
import type { Format } from '../format';

const READERS: Readonly<Record<string, (args: string[]) => unknown>> = {
  train: parseTrainOptions,
  torture: parseTortureOptions,
};

const OPTIONS = [
  ...[
    '--preset',
    '--seed',
    '--folder',
    '--precision',
    '--architecture',
    '--epochs',
    '--batch-size',
    '--dropout',
  ],
  ...[
    '--label-smoothing',
    '--optimizer',
    '--peak-learning-rate',
    '--weight-decay',
    '--average-decay',
    '--teachers',
  ],
  ...[
    '--teacher-share',
    '--augmentation',
    '--fresh',
    '--help',
    '--minutes',
    '--only',
    '--case',
    '--cases',
    '--write',
  ],
  ...[
    '--',
    '-',
    '-x',
    '--no-fresh',
    '--epochs=',
    '--epochs=-1',
    '--__proto__',
    '--constructor=1',
    '--seed=1e99',
  ],
];

const VALUES = [
  ...[
    '',
    ' ',
    'x',
    '0',
    '1',
    '-1',
    '0.5',
    '1e999',
    'NaN',
    'quick',
    'release',
    'muon',
    'null',
    '[]',
    '{}',
    '""',
    'auto',
  ],
  ...[
    '{"flip":0.5}',
    '{"flip":-1}',
    '{"flip":"x"}',
    '{"__proto__":1}',
    '{"fill":"x"}',
    '[1]',
    '{"flip":1e999}',
    '{',
  ],
  ...[
    '\u001b[2J',
    '\u202e',
    '__proto__',
    '../..',
    '99999999999',
    'compact',
    'float32',
    'mutants',
    `${'['.repeat(9000)}`,
  ],
];

const pick = <Value>(values: readonly Value[], random: Random) => values[random.integer(values.length)];

/** Values that people type. */
export const commandLine: Format = {
  name: 'arguments',
  share: 0.3,
  originals: () =>
    Promise.resolve(
      Object.fromEntries(Object.keys(READERS).map((name) => [name, { 'arguments.json': Buffer.from('[]') }])),
    ),
  mutate(_original, { random, variant }) {
    const args = Array.from({ length: 1 + random.integer(4) }, () =>
      random.next() < 0.5 ? pick(OPTIONS, random) : pick(VALUES, random),
    );
    if (random.next() < 0.5) args.unshift(pick(OPTIONS, random));
    return {
      what: `npm run ${variant} -- ${JSON.stringify(args).slice(0, 100)}`,
      files: { 'arguments.json': Buffer.from(JSON.stringify(args)) },
    };
  },
  async read(folder, { variant }) {
    const args = JSON.parse(await readFile(path.join(folder, 'arguments.json'), 'utf8')) as string[];
    const options = READERS[variant](args);
    const wrong = findNotFinite(options);
    return { digest: digestOf(options), problem: wrong && `${wrong} is no number` };
  },
  names: () => ['--', 'arguments'],
};
