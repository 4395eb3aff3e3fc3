import type { tf } from '../engine/tensorflow';
import { AdamW } from './adam-w';
import { Muon } from './muon';

/** The optimizers that a recipe can name. */
export const OPTIMIZERS = ['muon', 'adamw'] as const;

/** The name of one of the {@link OPTIMIZERS}. */
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** Creates an optimizer by name. A schedule sets its learning rate. */
export function createOptimizer(name: OptimizerName, options: { weightDecay: number }): tf.Optimizer {
  return name === 'muon' ? new Muon(options) : new AdamW(options);
}
