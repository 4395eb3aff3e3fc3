/** A process, so that no other one with its number is taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in a unit of the system's own; `0` where that is not known. */
  readonly start: string;
  /** 8 hexadecimal digits for the machine. */
  readonly host: string;
  /** 8 hexadecimal digits for the machine's last start and, on Linux, the container; `0` elsewhere. */
  readonly boot: string;
}

/**
 * Who this process is.
 *
 * @example processIdentity(); // { pid: 4711, start: '129096', host: '3f0c…', boot: '91ab…' }
 */
export declare function processIdentity(): ProcessIdentity;

/**
 * When a process started, as {@link ProcessIdentity} has it; undefined where there is none of that number to be seen.
 *
 * @example startOf(process.ppid); // '128311'
 */
export declare function startOf(pid: number): string | undefined;

/**
 * Whether a process still runs; undefined for one on another machine, which can't be seen from here. A process that
 * has ended does not run, also while its parent has not taken note of it.
 *
 * @param process what is known of it; `since`: a time at which it ran, in milliseconds, for systems that do not say when
 *   a process started
 * @example isRunning({ pid: process.ppid }); // true
 */
export declare function isRunning(
  process: Pick<ProcessIdentity, 'pid'> & Partial<ProcessIdentity> & { readonly since?: number },
): boolean | undefined;
