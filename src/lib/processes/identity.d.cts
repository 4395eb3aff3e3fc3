/** A process, told apart from any other that may get the same process id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in a unit of the system's; `0` if that is not known. */
  readonly start: string;
  /** 8 hexadecimal digits for the machine. */
  readonly host: string;
  /** 8 hexadecimal digits for the boot and, on Linux, the container; `0` on other systems. */
  readonly boot: string;
}

/**
 * Who this process is.
 *
 * @example processIdentity(); // { pid: 4711, start: '129096', host: '3f0c…', boot: '91ab…' }
 */
export declare function processIdentity(): ProcessIdentity;

/**
 * When a process started, as in {@link ProcessIdentity}; undefined if no such process is visible.
 *
 * @example startOf(process.ppid); // '128311'
 */
export declare function startOf(pid: number): string | undefined;

/**
 * Whether a process is running; undefined for one on another machine. A zombie, which has ended but whose
 * parent has not noticed, is not running.
 *
 * @param process what is known about it; `since`: a time when it ran, in milliseconds, for systems that do
 *   not say when a process started
 * @example isRunning({ pid: process.ppid }); // true
 */
export declare function isRunning(
  process: Pick<ProcessIdentity, 'pid'> & Partial<ProcessIdentity> & { readonly since?: number },
): boolean | undefined;
