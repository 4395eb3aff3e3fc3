import type { Measure, Network } from './measure';
import { participantsOf } from './run-measure';

/**
 * Who has a network of its own in these measures, by network: those whose sizes can be compared. The
 * shipped model is everybody's same file.
 *
 * @param measures
 * @param options.ours the contender that is always among them
 * @example networksOf(measures, { ours: 'auto' }) // { compact: ['auto', 'keras-float32'], shipped: ['auto'] }
 */
export function networksOf(
  measures: readonly Measure[],
  { ours }: { ours: string },
): Partial<Record<Network, string[]>> {
  const contenders: Partial<Record<Network, string[]>> = {};
  for (const measure of measures) {
    const { architecture } = measure.ask;
    if (architecture === undefined) continue;
    const compared = measure.fresh || architecture === 'shipped' ? [] : participantsOf(measure);
    const names = compared.map((participant) => participant.split(':')[0]);
    contenders[architecture] = [...new Set([...(contenders[architecture] ?? [ours]), ...names])];
  }
  return contenders;
}
