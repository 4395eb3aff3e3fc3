import { tf } from '../tensorflow';

/** Reverts a patch. */
export type Undo = () => void;

/** The name under which tfjs-node registers its kernels. */
export const BACKEND = 'tensorflow';

/**
 * Replaces a kernel of the tensorflow backend. `make` receives the stock kernel to fall back on.
 *
 * @example
 * patchKernel('Relu', (stock) => (call) =>
 *   isFloat(call.inputs.x) ? fastRelu(call) : stock(call),
 * );
 */
export function patchKernel(kernelName: string, make: (stock: tf.KernelFunc) => tf.KernelFunc): Undo {
  const stock = tf.getKernel(kernelName, BACKEND);
  tf.unregisterKernel(kernelName, BACKEND);
  tf.registerKernel({ ...stock, kernelFunc: make(stock.kernelFunc) });
  return () => {
    tf.unregisterKernel(kernelName, BACKEND);
    tf.registerKernel(stock);
  };
}

/** Adds a kernel that tfjs does not have to the tensorflow backend. */
export function addKernel(kernelName: string, kernelFunc: tf.KernelFunc): Undo {
  tf.registerKernel({ kernelName, backendName: BACKEND, kernelFunc });
  return () => tf.unregisterKernel(kernelName, BACKEND);
}

/**
 * Registers a kernel's gradient, replacing the stock one if it exists. Gradients are shared by all
 * backends.
 */
export function patchGradient(gradient: tf.GradConfig): Undo {
  const stock = tf.getGradient(gradient.kernelName);
  if (stock) tf.unregisterGradient(gradient.kernelName);
  tf.registerGradient(gradient);
  return () => {
    tf.unregisterGradient(gradient.kernelName);
    if (stock) tf.registerGradient(stock);
  };
}

/** All functions that replace a method of tfjs'. */
const replacements = new WeakSet<object>();

/** Whether a function is one of the engine's replacements for a tfjs method. */
export function isPatched(method: unknown): boolean {
  return typeof method === 'function' && replacements.has(method);
}

/**
 * Replaces a method of an object or prototype. Undoing restores exactly the properties that the
 * object had, and a reference to the replacement that someone has kept (as tf.layers.softmax()
 * does) calls the original from then on.
 */
export function patchMethod<Target extends object, Key extends keyof Target>(
  target: Target,
  key: Key,
  make: (stock: Target[Key]) => Target[Key],
): Undo {
  const own = Object.getOwnPropertyDescriptor(target, key);
  const stock = target[key] as Method;
  const fast = make(target[key]) as Method;
  let isOn = true;
  const value: Method = function (this: unknown, ...args) {
    return (isOn ? fast : stock).apply(this, args);
  };
  replacements.add(value);
  Object.defineProperty(target, key, { value, configurable: true, writable: true });
  return () => {
    isOn = false;
    if (own) Object.defineProperty(target, key, own);
    else delete target[key];
  };
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Reverts several patches, the last one first. */
export function undoAll(undos: readonly Undo[]): void {
  for (const undo of [...undos].reverse()) undo();
}
