import type { StoredTensor } from './safetensors';

/** A tensor with numbers that are not finite. */
export interface NotFinite {
  name: string;
  /** How many of its numbers are NaN or infinite. */
  count: number;
  size: number;
}

/** The tensors that hold NaN or infinite numbers. Costs one pass over the numbers, about a nanosecond for each. */
export function findNotFinite(tensors: Readonly<Record<string, StoredTensor>>): NotFinite[] {
  return Object.entries(tensors).flatMap(([name, { data }]) => {
    if (isFinite(data)) return [];
    let count = 0;
    for (const value of data) if (!Number.isFinite(value)) count++;
    return [{ name, count, size: data.length }];
  });
}

/** Such tensors in words: the first of them, and how many more. */
export function describeNotFinite(found: readonly NotFinite[]): string {
  const shown = found
    .slice(0, 3)
    .map(({ name, count, size }) => `${count} of ${size} numbers of ${name}`)
    .join(', ');
  const more = found.length - 3;
  return `${shown}${more > 0 ? ` and some of ${more} more tensors` : ''}`;
}

/** Zero times a number is zero, but for those that are not finite: there it is NaN, and so is any sum with it. */
function isFinite(data: StoredTensor['data']): boolean {
  if (data instanceof Int32Array) return true;
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * 0;
  return sum === 0;
}
