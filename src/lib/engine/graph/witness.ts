import { isStockClass } from './stock-classes';

/**
 * All that was read while a model was described. As long as it is the same, so is the description;
 * and comparing it takes a quarter of the time of describing the model again.
 */
export class Witness {
  private readonly objects: object[] = [];
  private readonly keys: (string | number)[] = [];
  private readonly values: unknown[] = [];
  private readonly owners: object[] = [];
  private readonly counts: number[] = [];
  private readonly prototypes = new Set<object>();

  /** Notes the values that an object has at these keys, which are all that it has. */
  note(object: object, keys: readonly string[]): void {
    this.owners.push(object);
    this.counts.push(keys.length);
    for (const key of keys) {
      this.objects.push(object);
      this.keys.push(key);
      this.values.push((object as Record<string, unknown>)[key]);
    }
  }

  /** Notes that an object's class is as tfjs made it. */
  noteClass(instance: object): void {
    this.prototypes.add(Object.getPrototypeOf(instance) as object);
  }

  /** Whether all of it is still the same. */
  isUnchanged(): boolean {
    const { objects, keys, values, owners, counts } = this;
    for (let i = 0; i < objects.length; i++)
      if (!Object.is((objects[i] as Record<string | number, unknown>)[keys[i]], values[i])) return false;
    for (let i = 0; i < owners.length; i++) if (Object.keys(owners[i]).length !== counts[i]) return false;
    for (const prototype of this.prototypes) if (!isStockClass(prototype)) return false;
    return true;
  }
}
