import { methodsOfClass } from './stock-classes';

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
  private readonly getters: { owner: object; name: string; get: unknown }[] = [];
  private readonly classes = new Set<object>();

  /** Notes the values that an object has at these keys, which are all that it has. */
  note(object: object, keys: readonly string[]): void {
    this.owners.push(object);
    this.counts.push(keys.length);
    for (const key of keys) this.add(object, key, (object as Record<string, unknown>)[key]);
  }

  /** Notes the methods of an object's class and of the classes that it extends. */
  noteClass(instance: object): void {
    for (const { owner, names } of methodsOfClass(Object.getPrototypeOf(instance) as object)) {
      if (this.classes.has(owner)) continue;
      this.classes.add(owner);
      for (const name of names) {
        const get = getterOf(owner, name);
        if (get) this.getters.push({ owner, name, get });
        else this.add(owner, name, (owner as Record<string, unknown>)[name]);
      }
    }
  }

  private add(object: object, key: string, value: unknown): void {
    this.objects.push(object);
    this.keys.push(key);
    this.values.push(value);
  }

  /**
   * Whether all of it is still the same. It is asked for each image, so it makes few objects, for
   * which the garbage collector would stop some of the calls.
   */
  isUnchanged(): boolean {
    const { objects, keys, values, owners, counts } = this;
    for (let i = 0; i < objects.length; i++)
      if (!Object.is((objects[i] as Record<string | number, unknown>)[keys[i]], values[i])) return false;
    for (let i = 0; i < owners.length; i++) if (countOf(owners[i]) !== counts[i]) return false;
    for (const { owner, name, get } of this.getters) if (getterOf(owner, name) !== get) return false;
    return true;
  }
}

const getterOf = (owner: object, name: string): unknown =>
  (Object.getOwnPropertyDescriptor(owner, name) as { get?: unknown } | undefined)?.get;

const countOf = (object: object): number =>
  Array.isArray(object) ? object.length : Object.keys(object).length;
