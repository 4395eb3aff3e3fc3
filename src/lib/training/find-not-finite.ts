import type { StoredTensor } from './safetensors';

/** A tensor with non-finite numbers. */
export interface NotFinite {
  name: string;
  /** How many of its numbers are NaN or infinite. */
  count: number;
  size: number;
}

/**
 * Returns the tensors that contain NaN or infinity. Takes one pass over the numbers, about a
 * nanosecond each.
 */
export function findNotFinite(tensors: Readonly<Record<string, StoredTensor>>): NotFinite[] {
  return Object.entries(tensors).flatMap(([name, { data }]) => {
    if (isFinite(data)) return [];
    let count = 0;
    for (const value of data) if (!Number.isFinite(value)) count++;
    return [{ name, count, size: data.length }];
  });
}

/** Describes such tensors: the first three, and how many more there are. */
export function describeNotFinite(found: readonly NotFinite[]): string {
  const shown = found
    .slice(0, 3)
    .map(({ name, count, size }) => `${count} of ${size} numbers of ${name}`)
    .join(', ');
  const more = found.length - 3;
  return `${shown}${more > 0 ? ` and some of ${more} more tensors` : ''}`;
}

/** Zero times a finite number is zero; otherwise it is NaN, and so is any sum that includes it. */
function isFinite(data: StoredTensor['data']): boolean {
  if (data instanceof Int32Array) return true;
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * 0;
  return sum === 0;
}
