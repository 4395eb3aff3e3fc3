import type { Machine } from '../shared/machine';

/**
 * Which number format a participant computes in.
 *
 * @param participant
 * @param machine what `auto` takes on it
 * @example precisionOf('pytorch:compile-bfloat16', machine) // 'bfloat16'
 */
export function precisionOf(
  participant: string,
  machine: Pick<Machine, 'precision'>,
): 'float32' | 'bfloat16' {
  if (participant.split(':')[0] === 'auto') return machine.precision;
  return participant.endsWith('bfloat16') ? 'bfloat16' : 'float32';
}
