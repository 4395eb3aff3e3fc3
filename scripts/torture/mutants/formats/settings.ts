import path from 'node:path';
import { planTraining, readSettings, type Random } from '../../../../src/lib/index';
import { findNotFinite } from '../../find-not-finite';
import { digestOf } from '../folders';
import type { Format } from '../format';

const NAMES = [
  'FER2013',
  'DATASET',
  'FERPLUS',
  'LABELS',
  'RUN_SIZE',
  'ARCHITECTURE',
  'EPOCHS',
  'BATCH_SIZE',
  'SEED',
  'MODEL',
  'PHOTOS',
  'RUNS',
];

const VALUES = [
  ...[
    '',
    ' ',
    'x',
    '0',
    '1',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '99999999999999999999',
    '١',
    '\u001b[2J',
  ],
  ...[
    'null',
    'undefined',
    '__proto__',
    'constructor',
    'drawn',
    'Drawn',
    'quick',
    'QUICK',
    'compact',
    'run',
    'crowd',
    '4096',
  ],
  ...[
    '4097',
    '1000',
    '1001',
    '2147483647',
    '2147483648',
    '/dev/null',
    '/dev/zero',
    '.',
    '..',
    '/',
    '~',
    '\u202ex',
  ],
  ...[
    'a\nb',
    '\ud800',
    'x'.repeat(5000),
    '/proc/self/mem',
    '[x]*?',
    '$(id)',
    "'; --",
    '%00',
    'C:\\x',
    '//host/x',
  ],
];

const text = (random: Random) =>
  random.next() < 0.85
    ? VALUES[random.integer(VALUES.length)]
    : String.fromCharCode(...Array.from({ length: 1 + random.integer(12) }, () => 1 + random.integer(300)));

/** Values that people set in their environment. */
export const settings: Format = {
  name: 'settings',
  share: 0.3,
  originals: () => Promise.resolve({ environment: { 'environment.json': Buffer.from('{}') } }),
  mutate(_original, { random }) {
    const n = 1 + random.integer(2);
    const chosen = Array.from({ length: n }, () => [NAMES[random.integer(NAMES.length)], text(random)]);
    const environment = Object.fromEntries(chosen) as Record<string, string>;
    return {
      what: JSON.stringify(environment).slice(0, 100),
      files: { 'environment.json': Buffer.from(JSON.stringify(environment)) },
    };
  },
  async read(folder) {
    const { readFile } = await import('node:fs/promises');
    const json = await readFile(path.join(folder, 'environment.json'), 'utf8');
    const environment = JSON.parse(json) as Record<string, string>;
    const read = readSettings(environment, { root: folder });
    const plan = planTraining({}, { environment, root: folder });
    const { epochs, batchSize, seed } = read;
    const isWhole = [epochs, batchSize, seed].every(Number.isInteger) && epochs >= 1 && batchSize >= 1;
    const wrong = findNotFinite({ read, plan });
    return {
      digest: digestOf(read, plan),
      problem: isWhole && !wrong ? undefined : `${wrong ?? 'a count'} is not a number`,
    };
  },
  names: () => NAMES,
};
