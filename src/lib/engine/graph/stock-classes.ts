import { isPatched } from '../native/patch';
import { tf } from '../tensorflow';

type Methods = ReadonlyMap<string, unknown>;

const KEY = Symbol.for('emotion-notebooks.stock-methods');

/** Kept outside the module: what a second copy of the library finds may be the first one's replacements already. */
const registry = globalThis as { [KEY]?: ReadonlyMap<object, Methods> };

interface ClassMap {
  classNameMap: Record<string, [{ prototype: object }] | undefined>;
}

function classMap(): ClassMap['classNameMap'] {
  return (tf.serialization.SerializationMap.getMap() as unknown as ClassMap).classNameMap;
}

function methodsOf(prototype: object): Methods {
  return new Map(
    Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const method = methodOf(prototype, name);
      return typeof method === 'function' && name !== 'constructor' ? [[name, method]] : [];
    }),
  );
}

/** A method that a prototype has itself, or what it reads a property by. */
function methodOf(prototype: object, name: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as { get?: unknown; value?: unknown };
  return descriptor?.get ?? descriptor?.value;
}

/** The prototypes of an object, without that of all objects. */
function chainOf(instance: object): object[] {
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
  for (const found of Object.values(classMap()))
    for (const prototype of found ? [found[0].prototype, ...chainOf(found[0].prototype)] : [])
      if (!all.has(prototype)) all.set(prototype, methodsOf(prototype));
  // The base of all optimizers is no class that anything is loaded by.
  return all.set(tf.Optimizer.prototype, methodsOf(tf.Optimizer.prototype));
}

/** The methods of the classes that tfjs registers (layers, activations, regularizers, optimizers, models), as it made them. */
const stockMethods = (registry[KEY] ??= readMethods());

/** What a model keeps that its methods have made, and the loss that it was given, which others look at. */
const MADE_BY_MODELS = new Set(['trainFunction', 'testFunction', 'predictFunction', 'loss']);

const stockFunctions = new Set([...stockMethods.values()].flatMap((methods) => [...methods.values()]));

/** The class that tfjs has registered under a name. */
export function registeredClass(className: string): object | undefined {
  return classMap()[className]?.[0];
}

/** Whether what an object does by these names is what tfjs or the engine does by them. */
export function hasStockMethods(
  instance: object,
  { of, names }: { of: object; names: readonly string[] },
): boolean {
  return names.every((name) => {
    const method = (instance as Record<string, unknown>)[name];
    return method === stockMethods.get(of)?.get(name) || isPatched(method);
  });
}

/** What is known of classes, by their prototypes, while one model is looked at: a reason, or undefined for a stock one. */
export type SeenClasses = Map<object, string | undefined>;

/** Why a class may do something else than tfjs made it do; undefined where all of its methods are tfjs' or the engine's. */
function whyNotStockClass(prototype: object): string | undefined {
  for (const each of [prototype, ...chainOf(prototype)]) {
    const methods = stockMethods.get(each);
    if (!methods) return 'a class of its own';
    for (const [name, method] of methods) {
      const current = methodOf(each, name);
      if (current !== method && !isPatched(current)) return `its class has another ${name}()`;
    }
  }
  return undefined;
}

/** Why an object may do something else than its class; undefined where it can't. */
export function whyNotStock(instance: object, seen: SeenClasses): string | undefined {
  const prototype = Object.getPrototypeOf(instance) as object;
  if (!seen.has(prototype)) seen.set(prototype, whyNotStockClass(prototype));
  return seen.get(prototype);
}

/** Why a function that an object holds may be one of the program's own; undefined where it is tfjs' or the engine's. */
export function whyNotStockFunction(
  instance: object,
  { name, value }: { name: string; value: unknown },
): string | undefined {
  if (MADE_BY_MODELS.has(name)) return undefined;
  // A softmax layer keeps its activation's method under a name of its own.
  const isShadow = name in (Object.getPrototypeOf(instance) as object);
  return isShadow || !(stockFunctions.has(value) || isPatched(value))
    ? `it has its own ${name}()`
    : undefined;
}
