import { flag, integer, list, object, oneOf, optional, text, type ValueOf } from '../../src/lib/json/index';

/** What a contender in Node says about itself and its machine. */
export const NODE_HELLO = object({
  node: text(),
  packages: list(object({ name: text(), version: text() })),
  processor: object({
    model: text(),
    cores: integer({ from: 1 }),
    architecture: text(),
    features: list(text()),
    bfloat16: flag,
    tensorflowVersion: text(),
  }),
  precision: oneOf(['float32', 'bfloat16']),
});

/** What Keras says about itself. */
export const KERAS_HELLO = object({
  python: text(),
  keras: text(),
  tensorflow: text(),
  numpy: text(),
  /** Where it looked for faces. */
  opencv: optional(text()),
});

export type NodeHello = ValueOf<typeof NODE_HELLO>;
export type KerasHello = ValueOf<typeof KERAS_HELLO>;
