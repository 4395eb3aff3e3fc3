import { expectation } from '../../src/lib/errors';
import {
  BUNDLED_MODEL_NAMES,
  isBundledModel,
  PHOTOGRAPH_MODEL,
  type BundledModel,
} from '../../src/lib/model/index';
import { parseArguments } from '../shared/read-options.mjs';
import { readNumber } from '../shared/read-number';

/** What the arguments of `npm run webcam` ask for. */
export interface WebcamOptions {
  /** The port; undefined for the usual one, or any where that is taken. */
  port?: number;
  /** The emotion model's name. */
  model: BundledModel;
  /** Whether to open a browser. */
  browser: boolean;
}

/**
 * Reads the arguments of `npm run webcam`.
 *
 * @throws what names the argument that does not exist or can't be
 * @example parseOptions(['--port', '8080', '--no-browser'])
 */
export function parseOptions(args: string[]): WebcamOptions {
  const options = {
    port: { type: 'string' },
    model: { type: 'string', default: PHOTOGRAPH_MODEL },
    'no-browser': { type: 'boolean', default: false },
  } as const;
  const { port, model, 'no-browser': noBrowser } = parseArguments({ args, options }, 'npm run webcam').values;
  if (!isBundledModel(model))
    throw expectation('--model', { expectation: BUNDLED_MODEL_NAMES.join(' or '), found: model });
  return {
    port: readNumber(port, { name: '--port', from: 1, to: 65_535, whole: true }),
    model,
    browser: !noBrowser,
  };
}
