import { createRequire } from 'node:module';
import { expectation } from '../../errors';
import { tf } from '../tensorflow';
import { BACKEND, patchMethod, type Undo } from './patch';

const ADVICE =
  'Import tf from this library, or let npm keep one copy: npm ls @tensorflow/tfjs-node, npm dedupe.';

/** The file of tfjs-layers that Node loads, in any package folder. */
const LAYERS = /[\\/]@tensorflow[\\/]tfjs-layers[\\/]dist[\\/]tf-layers\.node\.js$/;

const requireFromHere = createRequire(__filename);

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
      advice: `Models of another copy are not sped up, only those of ${ownCopy()}. ${ADVICE}`,
    });
  if (made) return;
  const copies = Object.keys(requireFromHere.cache).filter((file) => LAYERS.test(file));
  if (copies.length > 1)
    warn(
      `Fast training does nothing for models of a second copy of tfjs: found ${copies.join(' and ')}. ` +
        `It speeds up those made with ${ownCopy()}.`,
    );
}

/**
 * Checks that a model was built with the copy of tfjs-node that fast training patches.
 *
 * @throws ExpectationError if it was not
 */
export function checkOwnModel(model: object): void {
  if (!(model instanceof tf.LayersModel))
    throw expectation('the model', {
      expectation: "a tf.LayersModel of this library's copy of @tensorflow/tfjs-node",
      found: `a ${model.constructor.name} of another copy`,
      advice: `Only models of ${ownCopy()} are sped up. ${ADVICE}`,
    });
}

/**
 * Watches for a second copy of tfjs-node that is loaded later. All copies share one registry of
 * kernels, and each registers its own, so those of fast training would be gone and the rest of it
 * would not.
 *
 * @param onLoaded has to turn fast training off
 */
export function watchForSecondCopy(onLoaded: () => void): Undo {
  return patchMethod(tf.engine(), 'registerBackend', (stock) => (name, ...rest) => {
    if (name === BACKEND) {
      onLoaded();
      warn(
        'Fast training was turned off, since a second copy of @tensorflow/tfjs-node was loaded: it replaces ' +
          `the kernels of ${ownCopy()}. Load it before useFastTraining(), or call that again afterwards.`,
      );
    }
    return stock.call(tf.engine(), name, ...rest);
  });
}

const ownCopy = (): string => requireFromHere.resolve('@tensorflow/tfjs-node');

function warn(sentence: string): void {
  process.emitWarning(`${sentence} ${ADVICE}`, { code: 'FAST_TRAINING_TWO_COPIES' });
}
