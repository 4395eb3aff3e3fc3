import type { Measure } from '../measure';
import { ZOO_KINDS, ZOO_WAYS } from './kinds';

/**
 * The ratio to stock that fit() has to reach on a convolutional network; anything else has to reach
 * 1.
 */
const CONVOLUTIONAL_FIT = 2;

/**
 * The engine in float32 over stock tfjs-node on each kind of model, used in each way: short turns,
 * many of them, so that whatever else the machine does slows both alike.
 */
export const ZOO_MEASURES: readonly Measure[] = ZOO_KINDS.flatMap(
  ({ name, title, isConvolutional = false }) =>
    ZOO_WAYS.map(({ way, method }): Measure => ({
      id: `zoo-${name}-${way}`,
      title: `${title}, ${method}()`,
      ...{ kind: 'rate', unit: 'examples/s', better: 'more' },
      ...{ inQuick: name === 'lenet' && way === 'fit', isPaired: true, turns: 4 },
      ask: { task: 'useZoo', model: name, way, seconds: 0.1, calls: 1 },
      quick: { seconds: 0.05 },
      // More calls than the engine watches before it makes a graph, and time for V8 to compile what
      // is called often.
      warmUp: { calls: way === 'fit' ? 2 : 4 },
      pairs: [
        {
          ours: 'float32',
          peer: 'stock',
          must: isConvolutional && way === 'fit' ? CONVOLUTIONAL_FIT : 1,
          aim: null,
        },
      ],
    })),
);
