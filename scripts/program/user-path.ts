import path from 'node:path';

/** Where the user stands who typed the command: npm runs scripts in the project's root. */
const standing = () => process.env.INIT_CWD ?? process.cwd();

/**
 * A path as the user typed it, made whole.
 *
 * @example fromUser('here'); // '/home/me/emotion/notebooks/here', typed in notebooks/
 */
export const fromUser = (typed: string): string => path.resolve(standing(), typed);

/**
 * A path as the user can type it.
 *
 * @example toUser('models/runs/mine'); // '../models/runs/mine', for who stands in notebooks/
 */
export const toUser = (file: string): string => path.relative(standing(), path.resolve(file)) || '.';
