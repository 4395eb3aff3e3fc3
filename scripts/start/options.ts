import { parseArguments } from '../shared/read-options.mjs';

/** What the arguments of `npm start` ask for. */
export interface StartOptions {
  /** Whether to train from the beginning instead of resuming. */
  fresh: boolean;
}

/**
 * Reads the arguments of `npm start`.
 *
 * @throws ScriptError that names the argument that does not exist
 * @example parseOptions(['--fresh']); // { fresh: true }
 */
export function parseOptions(args: string[]): StartOptions {
  return parseArguments({ args, options: { fresh: { type: 'boolean', default: false } } }, 'npm start')
    .values;
}
