import { parseArgs, type ParseArgsConfig } from 'node:util';
import { expectation } from '../../src/lib/errors';

/**
 * Node's own parser with the project's kind of error.
 *
 * @param command what was typed, for the error: `npm run train`
 * @throws ExpectationError naming the argument that there is not
 * @example const { values } = parseArguments({ args, options: { fresh: { type: 'boolean' } } }, 'npm run train');
 */
export function parseArguments<Config extends ParseArgsConfig>(config: Config, command: string) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw expectation('the arguments', {
      expectation: `options of \`${command}\``,
      // Without Node's advice, which has a quote too few.
      found: (error as Error).message.split('. To specify')[0],
      advice: `See ${command} -- --help.`,
    });
  }
}
