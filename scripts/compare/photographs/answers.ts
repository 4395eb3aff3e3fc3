import { list, number, object, optional, text, type Schema, type ValueOf } from '../../../src/lib/json/index';
import { KERAS_HELLO } from '../../shared/contender-hello';

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

const ABSENT = object({ absent: text() });

/** What a contender answers when it has looked at photographs, or why it cannot. */
export const DETECTED: Schema<ValueOf<typeof LOOKED> | ValueOf<typeof ABSENT>> = {
  check: (value, place) =>
    typeof value === 'object' && value !== null && 'absent' in value
      ? ABSENT.check(value, place)
      : LOOKED.check(value, place),
};

/** The faces that a contender found, and its times. */
export type Detected = Pick<ValueOf<typeof LOOKED>, 'faces' | 'seconds'>;
