import { tf } from '../tensorflow';
import { attribute, DataType, nativeBackend, release } from './binding';
import { entryOf, executeNative, toTensor } from './native-op';
import type { Output } from './tensor-entry';
import { dropStatements } from './tensor-state';

/** TensorFlow's name for a resource that dies with its last handle (ResourceHandle::ANONYMOUS_NAME). */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

const DTYPE = attribute.type('dtype', DataType.float32);
const T = attribute.type('T', DataType.float32);

/** A handle of a TensorFlow variable that starts with the buffer of a tensor, without a copy. */
function openResource(value: number): number {
  const attributes = [
    attribute.string('container', ''),
    attribute.string('shared_name', ANONYMOUS),
    DTYPE,
    // Only declared, not checked: the same for all, so that TensorFlow prepares one kernel and not one per shape.
    attribute.shape('shape', []),
  ];
  const [resource] = executeNative('VarHandleOp', attributes, []);
  executeNative('AssignVariableOp', [DTYPE], [resource.id, value], 0);
  return resource.id;
}

/**
 * Lends the buffers of tfjs variables to TensorFlow ones, which `update` changes in place. `keep` is the handle of a scalar
 * that the first one is multiplied by before.
 */
export function updateInPlace(
  variables: readonly tf.Variable[],
  { keep, update }: { keep?: number; update: (resources: number[]) => void },
): void {
  const backend = nativeBackend();
  // Writes out what still waits in JavaScript and widens what is in bfloat16.
  backend.getInputTensorIds(variables);
  const entries = variables.map(entryOf);
  entries.forEach(dropStatements);
  const resources = entries.map(({ id }, i) => {
    if (i > 0 || keep === undefined) return openResource(id);
    const [decayed] = executeNative('Mul', [T], [id, keep]);
    const resource = openResource(decayed.id);
    release(decayed);
    return resource;
  });
  // TensorFlow updates a buffer in place when nobody else holds it and copies it first otherwise: let go of ours,
  // except where another tensor (a clone) shares it and must keep the old values.
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

/** Makes an op's output, which it takes over, the value of a variable; clones of the variable keep theirs. */
export function assignOutput(variable: tf.Variable, output: Output): void {
  const value = toTensor(output);
  variable.assign(value);
  value.dispose();
}
