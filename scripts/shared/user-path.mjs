import path from 'node:path';

/** Where the user stands who typed the command: npm runs scripts in the project's root. */
const standing = () => process.env.INIT_CWD ?? process.cwd();

/**
 * A path as the user typed it, made whole.
 *
 * @example fromUser('here') // '/home/me/emotion/notebooks/here', typed in notebooks/
 */
export const fromUser = (typed) => path.resolve(standing(), typed);

/**
 * A path as the user can type it.
 *
 * @example toUser('/home/me/emotion/out/index.html') // '../out/index.html', for who stands in notebooks/
 */
export const toUser = (file) => path.relative(standing(), path.resolve(file)) || '.';

/**
 * A command as the user named it: a path made whole, a name as it is.
 *
 * @example commandFromUser('./python3') // '/home/me/emotion/python3'
 */
export const commandFromUser = (typed) => (typed && /[\\/]/.test(typed) ? fromUser(typed) : typed);
