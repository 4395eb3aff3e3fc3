import { attribute, type Attribute, release } from '../native/binding';
import { executeNative, type NativeInput } from '../native/native-op';

/** What sends an eager call of an `_MklNative` op to oneDNN's kernel. */
export const ONEDNN = attribute.string('_kernel', 'MklNameChangeOp');

/**
 * Whether this TensorFlow has a oneDNN op: x64 builds do, others may not. Tries it.
 */
export function hasOnednn(
  name: string,
  { attributes, inputs, outputs }: { attributes: Attribute[]; inputs: NativeInput[]; outputs: number },
): boolean {
  try {
    release(...executeNative(name, [...attributes, ONEDNN], inputs, outputs));
    return true;
  } catch {
    return false; // The op is not there: the question this function asks.
  }
}
