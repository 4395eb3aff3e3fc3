import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import type { Architecture } from './architecture';
import { createClassic } from './create-classic';
import { createCompact } from './create-compact';
import { createLarge } from './create-large';
import { createMedium } from './create-medium';

/**
 * Builds a new network, not compiled, with random kernels.
 *
 * @param options
 * @param options.architecture which network to build
 * @param options.seed seed of the kernels
 * @param options.dropout rate of its dropout layers, from 0 to below 1; by default the network's
 *   own
 * @returns `[n, 48, 48, 1]` gray values 0 to 255 -> `[n, 7]` probabilities in label order
 * @throws ExpectationError if the architecture is unknown
 * @example const model = createModel({ architecture: 'compact', seed: 42 });
 */
export function createModel({
  architecture = 'compact',
  seed = 42,
  dropout,
}: { architecture?: Architecture; seed?: number; dropout?: number } = {}): tf.LayersModel {
  switch (architecture) {
    case 'compact':
      return createCompact({ seed, dropout });
    case 'classic':
      return createClassic({ seed, dropout });
    case 'medium':
      return createMedium({ seed, dropout });
    case 'large':
      return createLarge({ seed, dropout });
    default:
      throw expectation('architecture', {
        expectation: 'compact, classic, medium or large',
        found: architecture,
      });
  }
}
