/** Who has a lock. */
export interface LockOwner {
  /** The lock's file. */
  readonly file: string;
  /** Tells one taking of the lock from all others. */
  readonly token: string;
  /** 0 where it is just being taken. */
  readonly pid: number;
  /** What runs there, such as `npm run train`; may be empty. */
  readonly command: string;
  /** The machine's name; may be empty. */
  readonly hostname: string;
  /** When it was taken, as ISO 8601 writes it. */
  readonly since: string;
  /** The process is on another machine, or in another container, and can't be seen from here. */
  readonly isElsewhere: boolean;
  /** The owner was killed, and the process is a command that it left running. */
  readonly isKilled: boolean;
}

/** A lock that this process has. It lets go by itself when the process ends, unless that is killed. */
export interface Lock {
  readonly file: string;
  /** Notes the commands that this process runs, whose end who takes the lock over has to wait for. */
  record(pids: readonly number[]): void;
  /** Lets go. */
  release(): void;
}

/**
 * Takes a lock: a file that names the process that has it. One whose process no longer runs is taken over, also where
 * another process has its number by now or the machine or container was started again. Does not wait. The lock's folder
 * is made where it is missing.
 *
 * @param options.command what runs here, for whoever finds the lock taken; by default as it was typed
 * @returns the lock, or who has it
 * @throws what the file system throws where the lock can't be written
 * @example
 * const { lock, owner } = tryLock('out/.lock');
 * if (owner) console.error(`At work there: ${describeOwner(owner)}.`);
 */
export declare function tryLock(
  file: string,
  options?: { command?: string },
): { lock: Lock; owner?: undefined } | { lock?: undefined; owner: LockOwner };

/**
 * A lock's owner in words.
 *
 * @example describeOwner(owner); // process 4711 (npm run train), since 2026-11-28 15:22:14
 */
export declare function describeOwner(owner: LockOwner): string;
