import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expectation } from '../../../../src/lib/errors';
import type { Answer, Format } from '../format';

const file = (folder: string) => path.join(folder, 'file.txt');

/** Faults of a reader, and two correct behaviours. */
const READERS: Readonly<Record<string, (folder: string) => Answer | Promise<Answer>>> = {
  right: async (folder) => ({ digest: await readFile(file(folder), 'utf8') }),
  named(folder) {
    throw expectation(file(folder), { expectation: 'whole', found: 'half of it' });
  },
  raw() {
    throw new TypeError('x is not iterable');
  },
  unnamed() {
    throw expectation('something', { expectation: 'whole', found: 'half of it' });
  },
  steering(folder) {
    const error = expectation(file(folder), { expectation: 'whole', found: 'half of it' });
    error.message += '\u001b[2J';
    throw error;
  },
  silent: () => ({ digest: 'other' }),
  numberless: () => ({ digest: 'other', problem: 'NaN' }),
  hanging() {
    for (;;);
  },
  crashing() {
    process.abort();
  },
  greedy() {
    return { digest: `whole${Buffer.alloc(8e8, 1).length - 8e8 || ''}` };
  },
  async stray() {
    void Promise.reject(new Error('nobody waits for this'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { digest: 'whole' };
  },
};

/** A format whose reader has every fault that the attacks detect. */
export const faulty: Format = {
  name: 'faulty',
  originals: () =>
    Promise.resolve(
      Object.fromEntries(Object.keys(READERS).map((name) => [name, { 'file.txt': Buffer.from('whole') }])),
    ),
  mutate: (original, { variant }) => ({
    what: variant,
    files: { ...original, damaged: Buffer.of(1) },
    strict: true,
  }),
  async read(folder, { variant }) {
    const isDamaged = await readFile(path.join(folder, 'damaged')).then(
      () => true,
      () => false,
    );
    return isDamaged ? READERS[variant](folder) : { digest: 'whole' };
  },
};
