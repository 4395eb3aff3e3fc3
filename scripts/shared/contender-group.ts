import { constants } from 'node:os';
import { startContender, type Contender, type ContenderProgram } from './json-lines-process';

/** Contenders that are stopped together: {@link createContenderGroup} makes one. */
export interface ContenderGroup {
  start(program: ContenderProgram): Contender;
  /** Stops one of them. */
  stop(contender: Contender): Promise<void>;
  /** Stops all that are running. */
  stopAll(): Promise<void>;
}

/**
 * Makes a group of contenders.
 *
 * @example
 * const group = createContenderGroup();
 * const contender = group.start(program);
 * await group.stopAll();
 */
export function createContenderGroup(): ContenderGroup {
  const running = new Set<Contender>();
  const stop = async (contender: Contender) => {
    await contender.stop();
    running.delete(contender);
  };
  return {
    start(program) {
      const contender = startContender(program);
      running.add(contender);
      return contender;
    },
    stop,
    async stopAll() {
      await Promise.all([...running].map(stop));
    },
  };
}

/**
 * Cleans up when a signal asks this process to end, and then ends it as a shell expects.
 *
 * @example endCleanly(() => group.stopAll());
 */
export function endCleanly(cleanUp: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void cleanUp().finally(() => process.exit(128 + constants.signals[signal])));
}
