/** Who holds a lock. */
export interface LockOwner {
  /** The lock's file. */
  readonly file: string;
  /** Unique for each time that the lock is taken. */
  readonly token: string;
  /** 0 while the lock is being taken. */
  readonly pid: number;
  /** What runs there, such as `npm run train`; may be empty. */
  readonly command: string;
  /** The machine's name; may be empty. */
  readonly hostname: string;
  /** When it was taken, in ISO 8601. */
  readonly since: string;
  /** The process is on another machine or in another container, so it is not visible from here. */
  readonly isElsewhere: boolean;
  /** The owner was killed; the process is a command of its that is still running. */
  readonly isKilled: boolean;
}

/** A lock that this process holds. It is released when the process ends, unless that is killed. */
export interface Lock {
  readonly file: string;
  /** Records the commands that this process runs: they have to end before the lock can be taken over. */
  record(pids: readonly number[]): void;
  /** Releases the lock. */
  release(): void;
}

/**
 * Takes a lock: a file that names the process holding it. A lock whose process is no longer running is
 * taken over, even if another process has its id by now or the machine or container was restarted. Does
 * not wait. Makes the lock's folder if it is missing.
 *
 * @param options.command what runs here, to show to others that want the lock; by default as it was typed
 * @returns the lock, or who holds it
 * @throws what the file system throws if the lock can't be written
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
