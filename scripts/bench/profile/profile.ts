import { list, integer, number, object, oneOf, text, type ValueOf } from '../../../src/lib/json/index';

/** Where the time of a training step goes, as the contender answers. */
export const PROFILE = object({
  /** The fastest step as a graph. */
  milliseconds: number({ above: 0 }),
  /** A large matrix product, in billions of operations a second. */
  peak: object({ float32: number({ above: 0 }), bfloat16: number({ above: 0 }) }),
  ops: list(
    object({
      op: text(),
      precision: oneOf(['float32', 'bfloat16']),
      shape: text(),
      calls: integer({ from: 1 }),
      milliseconds: number({ from: 0 }),
      operations: number({ from: 0 }),
      bytes: number({ from: 0 }),
    }),
  ),
});

export type Profile = ValueOf<typeof PROFILE>;

/** A row of a profile's table. */
export interface ProfileRow {
  name: string;
  calls: number;
  milliseconds: number;
  /** Of the time of all ops. */
  share: number;
  /** Billions of operations a second, and their share of the peak; null where there is no product. */
  speed: number | null;
  shareOfPeak: number | null;
  /** Billions of bytes of inputs and results a second. */
  bandwidth: number;
}

/**
 * The ops of a profile by their kind, or by kind and shape, the longest first.
 *
 * @example profileRows(profile, { by: 'op' })[0].share; // 0.31
 */
export function profileRows({ ops, peak }: Profile, { by }: { by: 'op' | 'shape' }): ProfileRow[] {
  const all = ops.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const groups = new Map<string, Profile['ops']>();
  for (const op of ops) {
    const name = `${op.op}, ${op.precision}${by === 'shape' ? `: ${op.shape}` : ''}`;
    groups.set(name, [...(groups.get(name) ?? []), op]);
  }
  const rows = [...groups].map(([name, members]) => {
    const sum = (key: 'calls' | 'milliseconds' | 'operations' | 'bytes') =>
      members.reduce((total, op) => total + op[key], 0);
    const milliseconds = sum('milliseconds');
    const speed = sum('operations') ? sum('operations') / milliseconds / 1e6 : null;
    return {
      ...{ name, calls: sum('calls'), milliseconds, share: milliseconds / all, speed },
      shareOfPeak: speed === null ? null : speed / peak[members[0].precision],
      bandwidth: sum('bytes') / milliseconds / 1e6,
    };
  });
  return rows.sort((a, b) => b.milliseconds - a.milliseconds);
}

/** The rows of at least one percent, and one for all others together. */
export function mainRows(rows: readonly ProfileRow[]): ProfileRow[] {
  const main = rows.filter(({ share }) => share >= 0.01);
  const rest = rows.filter(({ share }) => share < 0.01);
  const sum = (key: 'calls' | 'milliseconds' | 'share') => rest.reduce((total, row) => total + row[key], 0);
  const bytes = rest.reduce((total, { bandwidth, milliseconds }) => total + bandwidth * milliseconds, 0);
  return [
    ...main,
    ...(rest.length === 0
      ? []
      : [
          {
            ...{ name: 'all others', calls: sum('calls'), milliseconds: sum('milliseconds') },
            ...{ share: sum('share'), speed: null, shareOfPeak: null },
            bandwidth: bytes / sum('milliseconds'),
          },
        ]),
  ];
}
