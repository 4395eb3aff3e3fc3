import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The memory of a process, in bytes, where the system tells it (Linux).
 *
 * @param field of /proc/<pid>/status: `VmHWM` is the highest that was resident, `VmRSS` what is now
 * @example memoryOf(process.pid, 'VmHWM')
 */
export function memoryOf(pid: number, field: 'VmHWM' | 'VmRSS'): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined; // It has ended, or the system has no /proc.
  }
}

/** Lets the highest memory of this process be counted from now on. */
export function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak since the process began is more than the attack's own: too strict, not too lax.
  }
}
