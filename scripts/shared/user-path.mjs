import path from 'node:path';

/** The folder that the command was typed in: npm runs scripts in the project's root. */
const workingDirectory = () => process.env.INIT_CWD ?? process.cwd();

/**
 * Makes a path that the user typed absolute.
 *
 * @param {string} typed
 * @example fromUser('here') // '/home/me/emotion/notebooks/here', typed in notebooks/
 */
export const fromUser = (typed) => path.resolve(workingDirectory(), typed);

/**
 * A path relative to the folder that the command was typed in.
 *
 * @param {string} file
 * @example toUser('/home/me/emotion/out/index.html') // '../out/index.html', typed in notebooks/
 */
export const toUser = (file) => path.relative(workingDirectory(), path.resolve(file)) || '.';

/**
 * A command that the user named: a path becomes absolute, a plain name stays.
 *
 * @template {string | undefined} T
 * @param {T} typed
 * @example commandFromUser('./python3') // '/home/me/emotion/python3'
 */
export const commandFromUser = (typed) => (typed && /[\\/]/.test(typed) ? fromUser(typed) : typed);
