import type { tf } from '../engine/tensorflow';
import { AdamW } from './adam-w';
import { Muon } from './muon';

/** The optimizers that a recipe can name. */
export const OPTIMIZERS = ['muon', 'adamw'] as const;

/** The name of one of the {@link OPTIMIZERS}. */
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** The optimizer of that name; its learning rate is set by a schedule. */
export function createOptimizer(name: OptimizerName, options: { weightDecay: number }): tf.Optimizer {
  return name === 'muon' ? new Muon(options) : new AdamW(options);
}
