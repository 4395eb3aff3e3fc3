import { sha256 } from '../files/sha256';

/** A value that differs between two runs' settings, as JSON. */
export interface SettingDifference {
  /** Where it is, such as `network.config.name`. */
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

/** The longest value that a message shows, in characters; of a longer one it shows the SHA-256. */
const SHOWN = 80;

/**
 * The places where two settings differ, down to the single value in a network or an augmentation.
 *
 * @example settingDifferences({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }) // [{ place: 'a.c', expected: '2', found: '3' }]
 */
export function settingDifferences(expected: unknown, found: unknown, place = ''): SettingDifference[] {
  const [one, other] = [JSON.stringify(expected), JSON.stringify(found)];
  if (one === other) return [];
  if (!isContainer(expected) || !isContainer(found))
    return [{ place, expected: show(one), found: show(other) }];
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  const own = (values: Record<string, unknown>, key: string) =>
    Object.hasOwn(values, key) ? values[key] : undefined;
  return [...keys].flatMap((key) =>
    settingDifferences(own(expected, key), own(found, key), place === '' ? key : `${place}.${key}`),
  );
}

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** @param json undefined where there is no value */
function show(json: string | undefined): string {
  if (json === undefined) return 'not set';
  return json.length > SHOWN ? `with SHA-256 ${sha256(json).slice(0, 8)}…` : json;
}
