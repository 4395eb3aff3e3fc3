import type { Schema } from '../../src/lib/json/index';

/**
 * What was measured of a contender, or, where a value says why it is `absent`, that.
 *
 * @example const ROW = orAbsent(MEASURED, object({ title: text(), absent: text() }));
 */
export const orAbsent = <Measured, Absent>(
  measured: Schema<Measured>,
  absent: Schema<Absent>,
): Schema<Measured | Absent> => ({
  check: (value, place) =>
    typeof value === 'object' && value !== null && 'absent' in value
      ? absent.check(value, place)
      : measured.check(value, place),
});
