import { createRequire } from 'node:module';
import { expectation } from '../../errors';
import { tf } from '../tensorflow';

const ADVICE =
  'Import tf from this library, or let npm keep one copy: npm ls @tensorflow/tfjs-node, npm dedupe.';

/** The file of tfjs-layers that Node loads, in any package folder. */
const LAYERS = /[\\/]@tensorflow[\\/]tfjs-layers[\\/]dist[\\/]tf-layers\.node\.js$/;

/**
 * Checks that models are built with the copy of tfjs-node that fast training patches; it would have
 * no effect on any other.
 *
 * @param made the `tf` that builds the models. Without it, a second copy in memory only causes a
 *   warning.
 * @throws ExpectationError if `made` is another copy
 */
export function checkOneCopy(made?: { LayersModel: unknown }): void {
  if (made && made.LayersModel !== tf.LayersModel)
    throw expectation('tf', {
      expectation: "this library's copy of @tensorflow/tfjs-node",
      found: 'another one',
      advice: ADVICE,
    });
  if (made) return;
  const copies = Object.keys(createRequire(__filename).cache).filter((file) => LAYERS.test(file));
  if (copies.length > 1)
    process.emitWarning(
      `Fast training does nothing for models of a second copy of tfjs: found ${copies.join(' and ')}. ${ADVICE}`,
      { code: 'FAST_TRAINING_TWO_COPIES' },
    );
}
