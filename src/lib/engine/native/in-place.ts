import { tf } from '../tensorflow';
import { attribute, DataType, nativeBackend, release } from './binding';
import { entryOf, executeNative, toTensor } from './native-op';
import type { Output } from './tensor-entry';
import { dropStaleState } from './tensor-state';

/**
 * TensorFlow's name for a resource that is freed with its last handle
 * (ResourceHandle::ANONYMOUS_NAME).
 */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

const DTYPE = attribute.type('dtype', DataType.float32);
const T = attribute.type('T', DataType.float32);

/**
 * Creates a TensorFlow variable on the buffer of a tensor, without a copy, and returns its handle.
 */
function openResource(value: number): number {
  const attributes = [
    attribute.string('container', ''),
    attribute.string('shared_name', ANONYMOUS),
    DTYPE,
    // The shape is declared but never checked. Using one for all makes TensorFlow prepare one
    // kernel instead of one per shape.
    attribute.shape('shape', []),
  ];
  const [resource] = executeNative('VarHandleOp', attributes, []);
  executeNative('AssignVariableOp', [DTYPE], [resource.id, value], 0);
  return resource.id;
}

/**
 * Lends the buffers of tfjs variables to TensorFlow variables, which `update` changes in place.
 *
 * @param variables float32 variables
 * @param options
 * @param options.keep handle of a scalar that the first variable is multiplied by before the update
 * @param options.update gets the handles of the TensorFlow variables
 */
export function updateInPlace(
  variables: readonly tf.Variable[],
  { keep, update }: { keep?: number; update: (resources: number[]) => void },
): void {
  const backend = nativeBackend();
  // Writes values that are still in JavaScript to TensorFlow and widens bfloat16.
  backend.getInputTensorIds(variables);
  const entries = variables.map(entryOf);
  entries.forEach(dropStaleState);
  const resources = entries.map(({ id }, i) => {
    if (i > 0 || keep === undefined) return openResource(id);
    const [decayed] = executeNative('Mul', [T], [id, keep]);
    const resource = openResource(decayed.id);
    release(decayed);
    return resource;
  });
  // TensorFlow updates a buffer in place if it holds the only reference and copies it otherwise. So
  // drop ours, unless another tensor (a clone) shares the buffer and must keep the old values.
  const shared = entries.map(({ refCount }) => refCount > 1);
  entries.forEach(({ id }, i) => shared[i] || backend.binding.deleteTensor(id));
  update(resources);
  variables.forEach((variable, i) => {
    const [updated] = executeNative('ReadVariableOp', [DTYPE], [resources[i]]);
    if (shared[i]) assignOutput(variable, updated);
    else entries[i].id = updated.id;
  });
  release(...resources);
}

/**
 * Assigns an op's output to a variable and takes ownership of the output. Clones of the variable
 * keep their values.
 */
export function assignOutput(variable: tf.Variable, output: Output): void {
  const value = toTensor(output);
  variable.assign(value);
  value.dispose();
}
