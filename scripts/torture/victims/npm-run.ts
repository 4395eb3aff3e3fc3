import type { Command } from '../victim';

/** npm, as the system calls it. */
export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * The command `npm run …`.
 *
 * @example npmRun('setup')
 */
export const npmRun = (...args: string[]): Command => ({ command: npm, args: ['run', ...args] });
