import { existsSync, readFileSync } from 'node:fs';

/** Bytes resident at the highest. */
export function memory() {
  const status = '/proc/self/status';
  if (!existsSync(status)) return { bytes: process.resourceUsage().maxRSS * 1024 };
  const kilobytes = /^VmHWM:\s*(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1];
  return { bytes: Number(kilobytes) * 1024 };
}
