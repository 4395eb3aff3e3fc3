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
  const options = { fresh: { type: 'boolean', default: false } } as const;
  const { fresh } = parseArguments({ args, options }, 'npm start').values;
  return { fresh };
}
