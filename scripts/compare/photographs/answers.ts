import { list, number, object, optional, text, type ValueOf } from '../../../src/lib/json/index';
import { KERAS_HELLO } from '../../shared/contender-hello';
import { orAbsent } from '../../shared/or-absent';

const FACE = object({
  /** In pixels of the photograph. */
  box: object({ x: number(), y: number(), width: number({ above: 0 }), height: number({ above: 0 }) }),
  /** The most probable emotion, by the contender's own name. */
  emotion: text(),
});

const LOOKED = object({
  /** The faces in each photograph, in the contender's order. */
  faces: list(list(FACE)),
  /** How long each took, from its file to its faces. */
  seconds: list(number({ above: 0 })),
  /** What `useFastTraining()` computed in, where that was used. */
  precision: optional(text()),
  /** What it ran on, where that was Python. */
  versions: optional(KERAS_HELLO),
});

/** What a contender answers when it has looked at photographs, or why it cannot. */
export const DETECTED = orAbsent(LOOKED, object({ absent: text() }));

/** The faces that a contender found, and its times. */
export type Detected = Pick<ValueOf<typeof LOOKED>, 'faces' | 'seconds'>;
