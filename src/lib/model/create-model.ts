import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import { ARCHITECTURES, type Architecture } from './architecture';
import { createClassic } from './create-classic';
import { createCompact } from './create-compact';

/**
 * A fresh network, not compiled, its kernels drawn from the seed.
 *
 * @returns `[n, 48, 48, 1]` gray values 0 to 255 -> `[n, 7]` probabilities in label order
 * @throws ExpectationError for an architecture that there is not
 * @example const model = createModel({ architecture: 'compact', seed: 42 });
 */
export function createModel({
  architecture = 'compact',
  seed = 42,
}: { architecture?: Architecture; seed?: number } = {}): tf.LayersModel {
  switch (architecture) {
    case 'compact':
      return createCompact({ seed });
    case 'classic':
      return createClassic({ seed });
    default:
      throw expectation('architecture', { expectation: ARCHITECTURES.join(' or '), found: architecture });
  }
}
