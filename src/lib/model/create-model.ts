import { countOf, type Classes } from '../classes';
import { EMOTIONS } from '../emotions';
import type { tf } from '../engine/tensorflow';
import { expectation } from '../errors';
import type { Architecture } from './architecture';
import { setClasses } from './classes-of';
import { createClassic } from './create-classic';
import { createCompact } from './create-compact';
import { createLarge } from './create-large';
import { createMedium } from './create-medium';
import type { NetworkOptions } from './network-options';

/**
 * Builds a new network, not compiled, with random kernels.
 *
 * @param options
 * @param options.architecture which network to build
 * @param options.seed seed of the kernels
 * @param options.dropout rate of its dropout layers, from 0 to below 1; by default the network's
 *   own
 * @param options.classes the names of its classes, in the order of the labels, which `classesOf`
 *   returns and `saveModel` writes; or how many there are
 * @returns `[n, 48, 48, 1]` gray values 0 to 255 -> `[n, classes]` probabilities in label order
 * @throws ExpectationError if the architecture is unknown, or if there are not 2 to 100 classes or
 *   two have the same name
 * @example const model = createModel({ architecture: 'compact', seed: 42 });
 * @example const model = createModel({ classes: dataset.classes });
 */
export function createModel({
  architecture = 'compact',
  seed = 42,
  dropout,
  classes: namesOrCount = EMOTIONS,
}: {
  architecture?: Architecture;
  seed?: number;
  dropout?: number;
  classes?: Classes;
} = {}): tf.LayersModel {
  const classes = countOf(namesOrCount);
  const model = build(architecture, { seed, dropout, classes });
  if (typeof namesOrCount !== 'number') setClasses(model, { classes: namesOrCount });
  return model;
}

function build(architecture: Architecture, options: NetworkOptions): tf.LayersModel {
  switch (architecture) {
    case 'compact':
      return createCompact(options);
    case 'classic':
      return createClassic(options);
    case 'medium':
      return createMedium(options);
    case 'large':
      return createLarge(options);
    default:
      throw expectation('architecture', {
        expectation: 'compact, classic, medium or large',
        found: architecture,
      });
  }
}
