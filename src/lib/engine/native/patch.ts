import { tf } from '../tensorflow';

/** Puts back what a replacement replaced. */
export type Undo = () => void;

/** The name tfjs-node registers its kernels under. */
export const BACKEND = 'tensorflow';

/**
 * Registers a kernel of the tensorflow backend in place of the stock one, which `make` gets to fall back on.
 *
 * @example patchKernel('Relu', (stock) => (call) => isFloat(call.inputs.x) ? fastRelu(call) : stock(call));
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

/** Registers a kernel of the tensorflow backend that tfjs does not have. */
export function addKernel(kernelName: string, kernelFunc: tf.KernelFunc): Undo {
  tf.registerKernel({ kernelName, backendName: BACKEND, kernelFunc });
  return () => tf.unregisterKernel(kernelName, BACKEND);
}

/** Registers the gradient of a kernel, in place of the stock one if there is one. Gradients belong to all backends. */
export function patchGradient(gradient: tf.GradConfig): Undo {
  const stock = tf.getGradient(gradient.kernelName);
  if (stock) tf.unregisterGradient(gradient.kernelName);
  tf.registerGradient(gradient);
  return () => {
    tf.unregisterGradient(gradient.kernelName);
    if (stock) tf.registerGradient(stock);
  };
}

/** What has been put in the place of a method. */
const replacements = new WeakSet<object>();

/** Whether a function stands where one of tfjs' did, by the engine's doing. */
export function isPatched(method: unknown): boolean {
  return typeof method === 'function' && replacements.has(method);
}

/**
 * Replaces a method of an object or prototype; undone, the object has exactly the properties it had, and whoever has kept
 * the replacement (tf.layers.softmax() does so) gets what the method was.
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

/** Undoes several replacements, the last one first. */
export function undoAll(undos: readonly Undo[]): void {
  for (const undo of [...undos].reverse()) undo();
}
