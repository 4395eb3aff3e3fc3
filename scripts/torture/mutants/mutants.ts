import path from 'node:path';

import type { Attack, Campaign } from '../attack';
import { saltOf } from '../salt-of';
import { FORMATS } from './formats/index';
import { Worker } from './pool';

/** The number of processes that read mutants concurrently. */
const WORKERS = 2;

/**
 * An attack for each kind of file: a damaged or fabricated file is read. It must be rejected with
 * an error that names it, or accepted with finite numbers, within ten seconds and a gigabyte.
 *
 * @example const attacks = mutants({ seed: 1, scratch, kept: 'out/torture' });
 */
export function mutants({ seed, scratch, kept }: Campaign): Attack[] {
  const workers = Array.from(
    { length: WORKERS },
    (_, i) => new Worker(path.join(scratch, 'mutants', `worker-${i}`), kept),
  );
  return FORMATS.map(({ name, share = 1 }) => {
    const originals = path.join(scratch, 'mutants', 'originals', name);

    const salt = saltOf(name);
    return {
      name: `mutants:${name}`,
      share,
      batch: 40,
      async prepare() {
        await workers[0].prepare(name, originals);
        return undefined;
      },
      async run(cases) {
        const outcomes = new Map<number, Awaited<ReturnType<Worker['attack']>>>();
        const waiting = [...cases];
        const work = async (worker: Worker) => {
          for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
            const request = { do: 'attack', format: name, originals, seed, salt, number } as const;
            outcomes.set(number, await worker.attack(request, `mutants-${name}-seed${seed}-case${number}`));
          }
        };
        // An error is thrown only when all are idle, since the next attack uses the same workers.
        const ends = await Promise.allSettled(workers.map(work));
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
        return cases.map((number) => outcomes.get(number)!);
      },
      async close() {
        await Promise.all(workers.map((worker) => worker.close()));
      },
    };
  });
}
