import { isPatched } from '../native/patch';
import { tf } from '../tensorflow';

type Methods = ReadonlyMap<string, unknown>;

const KEY = Symbol.for('emotion-notebooks.stock-methods');

/**
 * Stored globally: a second copy of the library might otherwise take the first copy's replacements
 * for stock methods.
 */
const registry = globalThis as { [KEY]?: ReadonlyMap<object, Methods> };

interface ClassMap {
  classNameMap: Record<string, [{ prototype: object }] | undefined>;
}

const { classNameMap } = tf.serialization.SerializationMap.getMap() as unknown as ClassMap;

function methodsOf(prototype: object): Methods {
  return new Map(
    Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const method = methodOf(prototype, name);
      return typeof method === 'function' && name !== 'constructor' ? [[name, method]] : [];
    }),
  );
}

/** Returns a prototype's own method, or the getter of a property. */
function methodOf(prototype: object, name: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as { get?: unknown; value?: unknown };
  return descriptor?.get ?? descriptor?.value;
}

/** Returns an object's prototypes, except Object.prototype. */
function prototypesOf(instance: object): object[] {
  const chain: object[] = [];
  for (
    let prototype: object | null = Object.getPrototypeOf(instance) as object | null;
    prototype && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype) as object | null
  )
    chain.push(prototype);
  return chain;
}

function readMethods(): ReadonlyMap<object, Methods> {
  const all = new Map<object, Methods>();
  for (const found of Object.values(classNameMap))
    for (const prototype of found ? [found[0].prototype, ...prototypesOf(found[0].prototype)] : [])
      if (!all.has(prototype)) all.set(prototype, methodsOf(prototype));
  // Optimizer, the base class, is not registered itself.
  return all.set(tf.Optimizer.prototype, methodsOf(tf.Optimizer.prototype));
}

/**
 * The original methods of all classes that tfjs registers (layers, activations, regularizers,
 * optimizers, models).
 */
const stockMethods = (registry[KEY] ??= readMethods());

/** Functions that a model's own methods create, and the loss, which is checked elsewhere. */
const MADE_BY_MODELS = new Set(['trainFunction', 'testFunction', 'predictFunction', 'loss']);

const stockFunctions = new Set([...stockMethods.values()].flatMap((methods) => [...methods.values()]));

/** Returns the class that tfjs has registered under this name. */
export function registeredClass(className: string): object | undefined {
  return classNameMap[className]?.[0];
}

/** Whether these methods of an object are tfjs' or the engine's. */
export function hasStockMethods(
  instance: object,
  { of, names }: { of: object; names: readonly string[] },
): boolean {
  return names.every((name) => {
    const method = (instance as Record<string, unknown>)[name];
    return method === stockMethods.get(of)?.get(name) || isPatched(method);
  });
}

/**
 * A cache of checked classes, by prototype, for one look at a model: the reason found, or undefined
 * for a stock class.
 */
export type SeenClasses = Map<object, string | undefined>;

/**
 * Why a class may differ from what tfjs made it; undefined if all its methods are tfjs' or the
 * engine's.
 */
function whyNotStockClass(prototype: object): string | undefined {
  for (const each of [prototype, ...prototypesOf(prototype)]) {
    const methods = stockMethods.get(each);
    if (!methods) return 'a custom class';
    for (const [name, method] of methods) {
      const current = methodOf(each, name);
      if (current !== method && !isPatched(current)) return `its class has another ${name}()`;
    }
  }
  return undefined;
}

/** The names of the methods and getters of a class, by the prototype that has them, bases included. */
export function methodsOfClass(prototype: object): { owner: object; names: string[] }[] {
  return [prototype, ...prototypesOf(prototype)].map((owner) => ({
    owner,
    names: [...(stockMethods.get(owner)?.keys() ?? [])],
  }));
}

/** Why an object's class may not be a stock one; undefined if it is. */
export function whyNotStock(instance: object, seen: SeenClasses): string | undefined {
  const prototype = Object.getPrototypeOf(instance) as object;
  if (!seen.has(prototype)) seen.set(prototype, whyNotStockClass(prototype));
  return seen.get(prototype);
}

/**
 * Why a function-valued property may be user code; undefined if the function is tfjs' or the
 * engine's.
 */
export function whyNotStockFunction(
  instance: object,
  { name, value }: { name: string; value: unknown },
): string | undefined {
  if (MADE_BY_MODELS.has(name)) return undefined;
  // A softmax layer stores its activation's method under a name that its class does not have.
  const isShadow = name in (Object.getPrototypeOf(instance) as object);
  return isShadow || !(stockFunctions.has(value) || isPatched(value))
    ? `it has its own ${name}()`
    : undefined;
}
