import { attribute, type Attribute, release } from '../native/binding';
import { executeNative, type NativeInput } from '../native/native-op';

/** The attribute that routes an eager `_MklNative` op to oneDNN's kernel. */
export const ONEDNN = attribute.string('_kernel', 'MklNameChangeOp');

/**
 * Whether this TensorFlow build has a oneDNN op, found out by running it. x64 builds do, others may
 * not.
 */
export function hasOnednn(
  name: string,
  { attributes, inputs, outputs }: { attributes: Attribute[]; inputs: NativeInput[]; outputs: number },
): boolean {
  try {
    release(...executeNative(name, [...attributes, ONEDNN], inputs, outputs));
    return true;
  } catch {
    return false; // The op does not exist, which is what this function tests.
  }
}
