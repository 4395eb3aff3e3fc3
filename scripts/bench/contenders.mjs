import path from 'node:path';
import { projectRoot } from '../shared/environment.mjs';
import { nodeProgram, pythonProgram } from '../shared/processes/children.mjs';
import { contenderEnvironment } from '../shared/contender-environment.mjs';
import { kerasPython } from '../shared/keras-environment.mjs';

const here = path.join('scripts', 'bench');
const node = (mode) =>
  nodeProgram(['--import', 'tsx', path.join(here, 'node-contender', 'contender.ts'), mode]);
const keras = (policy) => ({
  ...pythonProgram(kerasPython, [path.join(here, 'keras-contender', 'contender.py'), policy]),
  stockAllocator: true,
});

/** Who takes part: what each is called in the table, and how its process is started. */
export const CONTENDERS = {
  auto: { title: 'this project, auto', ...node('auto') },
  float32: { title: 'this project, float32', ...node('float32') },
  stock: { title: 'stock tfjs-node, our allocator settings', ...node('stock') },
  'plain-stock': { title: 'stock tfjs-node', ...node('stock'), stockAllocator: true },
  'keras-float32': { title: 'Keras float32', ...keras('float32') },
  'keras-bfloat16': { title: 'Keras mixed_bfloat16', ...keras('mixed_bfloat16') },
};

/**
 * The program of a contender, as `startContender` takes it. Keras and `plain-stock` get the C library's allocator as it
 * comes; with `sameAllocator` Keras gets the settings that the project's programs run with.
 *
 * @example startContender(programOf('keras-float32'));
 */
export function programOf(name, { sameAllocator = false } = {}) {
  const { command, args, stockAllocator } = CONTENDERS[name];
  const environment = contenderEnvironment({
    stockAllocator: stockAllocator && !(sameAllocator && name.startsWith('keras')),
  });
  return { name, command, args, environment, folder: projectRoot };
}
